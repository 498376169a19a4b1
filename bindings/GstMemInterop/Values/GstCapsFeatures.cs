using System.Collections;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>What memory and metas a format of caps needs, as <c>memory:DMABuf</c> (<c>GstCapsFeatures</c>).</summary>
/// <remarks>Not changed once made, so safe from any thread.</remarks>
public sealed unsafe class GstCapsFeatures : IReadOnlyList<string>, IEquatable<GstCapsFeatures>
{
    private readonly string[] _names;

    /// <summary>Creates features (<c>gst_caps_features_new_empty</c>, <c>gst_caps_features_add</c>).</summary>
    /// <param name="names">For example <c>memory:DMABuf</c>; each once.</param>
    /// <exception cref="ArgumentException">One of them is no feature: letters, a colon, a letter, and letters and digits.</exception>
    public GstCapsFeatures(params string[] names) : this(false, names)
    {
    }

    private GstCapsFeatures(bool any, string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        IsAny = any;
        _names = [.. names.Distinct(StringComparer.Ordinal)];
        foreach (string name in _names)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(names));
            if (!StructureText.IsFeature(name))
            {
                throw new ArgumentException($"'{name.Replace("\0", "\\0", StringComparison.Ordinal)}' is no feature like memory:SystemMemory.", nameof(names));
            }
        }
    }

    /// <summary>Whatever features there may be (<c>gst_caps_features_new_any</c>).</summary>
    public static GstCapsFeatures Any { get; } = new(true, []);

    /// <summary>Ordinary memory, without further features: what caps have that do not say otherwise (<c>GST_CAPS_FEATURES_MEMORY_SYSTEM_MEMORY</c>).</summary>
    public static GstCapsFeatures SystemMemory { get; } = new("memory:SystemMemory");

    /// <summary>Whether all features fit (<c>gst_caps_features_is_any</c>).</summary>
    public bool IsAny { get; }

    /// <summary>How many there are (<c>gst_caps_features_get_size</c>).</summary>
    public int Count => _names.Length;

    /// <summary>One of them (<c>gst_caps_features_get_nth</c>).</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    public string this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_names.Length)
            {
                Throw.IndexOutOfRange("features", index, _names.Length);
            }

            return _names[index];
        }
    }

    /// <summary>Whether the feature is one of them (<c>gst_caps_features_contains</c>).</summary>
    /// <param name="feature">For example <c>memory:DMABuf</c>.</param>
    public bool Contains(string feature) => IsAny || _names.Contains(feature, StringComparer.Ordinal);

    /// <summary>Goes through the features.</summary>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _names.GetEnumerator();

    /// <summary>Whether both are the same features, in whatever order; unlike <c>gst_caps_features_is_equal</c>, ANY equals only itself.</summary>
    /// <param name="other">The others.</param>
    public bool Equals(GstCapsFeatures? other) => other is not null && IsAny == other.IsAny && Essential().SetEquals(other.Essential());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GstCapsFeatures);

    /// <inheritdoc/>
    public override int GetHashCode() => Essential().Aggregate(IsAny ? 1 : 0, static (hash, name) => hash ^ name.GetHashCode(StringComparison.Ordinal));

    /// <summary>As GStreamer writes them in caps, for example <c>memory:DMABuf, meta:GstVideoMeta</c> (<c>gst_caps_features_to_string</c>).</summary>
    public override string ToString() => IsAny ? "ANY" : string.Join(", ", _names);

    internal static GstCapsFeatures Read(Native.GstCapsFeatures* features)
    {
        if (LibGst.gst_caps_features_is_any(features) != 0)
        {
            return Any;
        }

        string[] names = new string[LibGst.gst_caps_features_get_size(features)];
        for (uint i = 0; i < names.Length; i++)
        {
            names[i] = NativeText.Read(LibGst.gst_caps_features_get_nth(features, i)) ?? "";
        }

        return new GstCapsFeatures(false, names);
    }

    /// <summary>For C to take over.</summary>
    internal Native.GstCapsFeatures* ToNative()
    {
        if (IsAny)
        {
            return LibGst.gst_caps_features_new_any();
        }

        Native.GstCapsFeatures* features = LibGst.gst_caps_features_new_empty();
        foreach (string name in _names)
        {
            using NativeText text = new(name);
            LibGst.gst_caps_features_add(features, text.Pointer);
        }

        return features;
    }

    /// <summary>System memory alone is as good as nothing.</summary>
    private HashSet<string> Essential() => _names is ["memory:SystemMemory"] ? [] : [.. _names];
}
