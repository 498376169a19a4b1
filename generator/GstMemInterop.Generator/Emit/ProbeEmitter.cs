using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Emit;

internal static class ProbeEmitter
{
    public static string Emit(NativeApi api, Manifest manifest) => "";
}
