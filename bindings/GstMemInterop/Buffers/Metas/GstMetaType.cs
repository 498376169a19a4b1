using System.Collections.Concurrent;

namespace GstMemInterop;

/// <summary>A kind of meta that this process registered: <see cref="GstMeta{T}"/> or <see cref="GstObjectMeta{T}"/>. Stands on <c>GstMetaInfo</c>.</summary>
/// <remarks>Registered once, for the life of the process; safe from any thread.</remarks>
public abstract unsafe class GstMetaType
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<string, GstMetaType> s_byName = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<nint, GstMetaType> s_byInfo = new();

    private protected GstMetaType(string name, GstMetaRules rules)
    {
        Name = name;
        Rules = rules;
    }

    /// <summary>The name of the implementation (<c>gst_meta_register</c>), as <see cref="GstMetaRef.Implementation"/> tells it.</summary>
    public string Name { get; }

    /// <summary>What happens to metas of this kind when their buffer is copied or changed.</summary>
    public GstMetaRules Rules { get; }

    /// <summary>The type by which metas of this kind are looked up (<c>gst_meta_api_type_register</c>).</summary>
    public GstMetaApi Api { get; private set; }

    internal Native.GstMetaInfo* Info { get; private set; }

    /// <summary>Where a payload begins in the meta: behind GStreamer's header, aligned as malloc aligns.</summary>
    internal static int PayloadOffset => (sizeof(Native.GstMeta) + 15) & ~15;

    /// <summary>Bytes of payload.</summary>
    internal abstract int PayloadSize { get; }

    internal static byte* PayloadOf(Native.GstMeta* meta) => (byte*)meta + PayloadOffset;

    /// <summary>The kind of a meta that C hands to a callback.</summary>
    internal static GstMetaType Of(Native.GstMeta* meta) => s_byInfo[(nint)meta->info];

    /// <summary>Brings the meta over to a buffer that is made from this one.</summary>
    /// <returns>Whether that was handled: not whether the target got the meta.</returns>
    internal abstract bool Transform(Native.GstBuffer* target, Native.GstMeta* meta, GstMetaTransform transform);

    /// <summary>The meta is about to be freed.</summary>
    internal virtual void Free(Native.GstMeta* meta)
    {
    }

    /// <summary>Registers a kind, or finds the one that was registered under the same name before.</summary>
    private protected static TMeta Register<TMeta>(string name, Func<TMeta> create, Func<TMeta, bool> same) where TMeta : GstMetaType
    {
        NativeName.CheckMeta(name);
        GStreamer.EnsureInitialized();
        lock (s_gate)
        {
            if (s_byName.TryGetValue(name, out GstMetaType? existing))
            {
                return existing is TMeta found && same(found)
                    ? found
                    : throw new InvalidOperationException($"A meta named '{name}' is registered already, with another payload or other rules. Metas are registered once per process: keep the result in a static field, or choose another name.");
            }

            TMeta type = create();
            type.RegisterNative();
            s_byInfo[(nint)type.Info] = type;
            s_byName.Add(name, type);
            return type;
        }
    }

    private void RegisterNative()
    {
        string api = Name + "API";
        NativeName.RequireFreeType(Name);
        NativeName.RequireFreeType(api);
        using NativeTextArray tags = new(Rules.ProvenTags);
        using NativeText apiName = new(api);
        using NativeText implementation = new(Name);
        nuint apiType = Native.LibGst.gst_meta_api_type_register(apiName.Pointer, tags.Pointer);
        Native.GstMetaInfo* info = Rules.Serializable && NativeFeature.MetaSerialization.IsAvailable
            ? MetaCallbacks.RegisterSerializable(apiType, implementation.Pointer, (nuint)(PayloadOffset + PayloadSize))
            : MetaCallbacks.Register(apiType, implementation.Pointer, (nuint)(PayloadOffset + PayloadSize));
        if (apiType == 0 || info is null)
        {
            throw new GstException($"GStreamer did not register the meta '{Name}'.");
        }

        Api = new GstMetaApi(apiType);
        Info = info;
    }
}
