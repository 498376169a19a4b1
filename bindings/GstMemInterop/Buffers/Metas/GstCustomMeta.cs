using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>Brings a custom meta over to a buffer that is made from another one.</summary>
/// <param name="meta">The meta of the old buffer.</param>
/// <param name="target">The new buffer, writable; add to it what it is to get.</param>
/// <param name="transform">What is being done: a copy, a copy of a range, or another change.</param>
/// <returns>Whether this was handled.</returns>
/// <remarks>Runs on whatever thread copies the buffer. The old buffer and its metas cannot be changed meanwhile. An exception is reported through <see cref="GStreamer.CallbackFailed"/>.</remarks>
public delegate bool GstCustomMetaTransform(GstCustomMetaRef meta, GstBufferRef target, GstMetaTransform transform);

/// <summary>Registers metas that are a named structure: readable by every element and language, at the price of looking fields up by name. GStreamer 1.20.</summary>
/// <remarks>Safe from any thread; registrations hold for the life of the process.</remarks>
public static unsafe class GstCustomMeta
{
    private static readonly Lock s_gate = new();

    /// <summary>Whether a custom meta of this name is registered, by anybody (<c>gst_meta_get_info</c>, <c>gst_meta_info_is_custom</c>).</summary>
    /// <param name="name">The name.</param>
    public static bool IsRegistered(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return NativeFeature.CustomMetas.IsAvailable && Find(name) is not null;
    }

    /// <summary>Registers a custom meta (<c>gst_meta_register_custom</c>). It goes along with copies of the whole buffer, not with ranges, unless a handler says otherwise.</summary>
    /// <param name="name">Its name: three or more letters and digits, unique in the process.</param>
    /// <param name="tags">What it depends on, see <see cref="GstMetaTags"/>; elements that change that drop it.</param>
    /// <param name="transform">Decides what other buffers get of it.</param>
    /// <returns><see langword="false"/> when a custom meta of this name was registered before; its own tags and handler then stay.</returns>
    /// <exception cref="ArgumentException">The name, or a tag, cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The name is taken by something else than a custom meta, or is GStreamer's: it begins with <c>Gst</c>.</exception>
    /// <exception cref="NotSupportedException">GStreamer is older than 1.20.</exception>
    public static bool Register(string name, IReadOnlyList<string>? tags = null, GstCustomMetaTransform? transform = null)
    {
        NativeName.CheckMeta(name);
        string[] provenTags = NativeName.Copy(tags ?? [], "a tag", nameof(tags));
        NativeFeature.CustomMetas.Require();
        lock (s_gate)
        {
            if (Find(name) is not null)
            {
                return false;
            }

            NativeName.RequireFreeType(name);
            NativeName.RequireFreeType(name + "-api");
            using NativeTextArray tagTexts = new(provenTags);
            using NativeText text = new(name);
            nint state = transform is null ? 0 : GCHandle.ToIntPtr(GCHandle.Alloc(transform));
            Native.GstMetaInfo* info = transform is null
                ? Native.LibGst.gst_meta_register_custom(text.Pointer, tagTexts.Pointer, null, null, null)
                : Native.LibGst.gst_meta_register_custom(text.Pointer, tagTexts.Pointer, &Transform, (void*)state, &Destroy);
            return info is not null ? true : throw new GstException($"GStreamer did not register the custom meta '{name}'.");
        }
    }

    /// <summary>The registration of a custom meta; null when there is none.</summary>
    internal static Native.GstMetaInfo* Find(string name)
    {
        using NativeText text = new(name);
        Native.GstMetaInfo* info = Native.LibGst.gst_meta_get_info(text.Pointer);
        return info is not null && Native.LibGst.gst_meta_info_is_custom(info) != 0 ? info : null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Transform(Native.GstBuffer* target, Native.GstCustomMeta* meta, Native.GstBuffer* buffer, uint kind, void* data, void* state)
    {
        using Kept kept = new(buffer); // C goes on from this meta afterwards: nobody may remove it meanwhile
        MapSlots slots = MapSlots.Current;
        ulong mark = slots.LastTicket;
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            GstCustomMetaTransform handler = (GstCustomMetaTransform)GCHandle.FromIntPtr((nint)state).Target!;
            GstBufferRef source = new(buffer, lenderOwnsReference: false);
            GstBufferRef made = new(target, lenderOwnsReference: true);
            return handler(new GstCustomMetaRef(new MetaBorrow(source, (Native.GstMeta*)meta)), made, new GstMetaTransform(kind, data)) ? 1 : 0;
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "transform of a custom meta");
            return 0;
        }
        finally
        {
            slots.EndForgotten(mark, "transform of a custom meta"); // both buffers are only lent to the handler
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Destroy(void* state) => GCHandle.FromIntPtr((nint)state).Free();
}

/// <summary>Borrows a meta that is a named structure. Stands on <c>GstCustomMeta</c>, GStreamer 1.20.</summary>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>.
/// </remarks>
public readonly unsafe ref struct GstCustomMetaRef
{
    private readonly MetaBorrow _borrow;

    internal GstCustomMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>Whether the meta is registered under this name (<c>gst_custom_meta_has_name</c>).</summary>
    /// <param name="name">The name to compare with.</param>
    public bool HasName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        using HandleLease lease = _borrow.Enter();
        using NativeText text = new(name);
        return Native.LibGst.gst_custom_meta_has_name((Native.GstCustomMeta*)_borrow.Pointer, text.Pointer) != 0;
    }

    /// <summary>The meta's structure itself, not a copy: what is set in it sticks (<c>gst_custom_meta_get_structure</c>).</summary>
    public GstMetaStructureRef Structure
    {
        get
        {
            using HandleLease lease = _borrow.Enter();
            return new GstMetaStructureRef(_borrow, Native.LibGst.gst_custom_meta_get_structure((Native.GstCustomMeta*)_borrow.Pointer), MetaStructurePlace.Custom);
        }
    }
}
