namespace GstMemInterop;

/// <summary>What happens to a meta of your own when its buffer is copied or changed, and how elements see it.</summary>
public sealed record GstMetaRules
{
    /// <summary>What the meta depends on, see <see cref="GstMetaTags"/>; elements that change that drop it. Nothing by default, so it passes through everything that copies metas. The list is copied.</summary>
    /// <exception cref="ArgumentException">A tag is empty or holds a zero character.</exception>
    public IReadOnlyList<string> Tags
    {
        get => ProvenTags.AsReadOnly();
        init => ProvenTags = NativeName.Copy(value, "a tag", nameof(Tags));
    }

    /// <summary>Whether a copy of the whole buffer gets the meta too. So by default.</summary>
    public bool KeepOnCopy { get; init; } = true;

    /// <summary>Whether a copy of a range of the bytes gets the meta too. So by default; a meta that describes the bytes one by one should say no.</summary>
    public bool KeepOnRegion { get; init; } = true;

    /// <summary>Whether the meta stays, unchanged, when an element asks for any other change (scaling, rotation, …). Not by default.</summary>
    public bool KeepOnOther { get; init; }

    /// <summary>Whether the payload may be serialised byte by byte (GStreamer 1.24; older ones ignore it). Not by default; never for payloads with pointers.</summary>
    public bool Serializable { get; init; }

    internal string[] ProvenTags { get; private init; } = [];

    internal bool Keeps(GstMetaTransform transform) => !transform.IsCopy ? KeepOnOther : transform.IsRegion ? KeepOnRegion : KeepOnCopy;

    internal bool SameAs(GstMetaRules other) => ProvenTags.AsSpan().SequenceEqual(other.ProvenTags)
        && (KeepOnCopy, KeepOnRegion, KeepOnOther, Serializable) == (other.KeepOnCopy, other.KeepOnRegion, other.KeepOnOther, other.Serializable);
}
