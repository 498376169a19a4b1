using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Owns a <c>GstStructure</c>. C does not count references to one, so there is exactly one owner.</summary>
internal sealed unsafe class StructureHandle(nint pointer) : NativeHandle(pointer, nameof(GstStructure))
{
    protected override void Reference(nint pointer) => throw new NotSupportedException("A structure has one owner: copy it.");

    protected override void Unreference(nint pointer) => LibGst.gst_structure_free((Native.GstStructure*)pointer);
}
