// Every signature here is blittable by construction; with marshalling off, the runtime refuses anything that is not.
[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]
