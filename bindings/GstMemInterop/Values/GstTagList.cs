using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Owns one reference to tags: title, artist, cover and so on of a stream, each with one value or several. Stands on <c>GstTagList</c>.</summary>
/// <remarks>
/// A change makes a new native list, so others that refer to the old one (a message, a sample, a copy) do not see it. Reading is
/// safe from any thread; of changes at the same time one wins. Names of tags stand in <see cref="GstTag"/>.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe class GstTagList : IDisposable, IEquatable<GstTagList>
{
    private MiniObjectHandle _handle;

    /// <summary>Creates a list without tags (<c>gst_tag_list_new_empty</c>).</summary>
    public GstTagList()
    {
        GStreamer.EnsureInitialized();
        _handle = new MiniObjectHandle((nint)LibGst.gst_tag_list_new_empty(), nameof(GstTagList));
    }

    private GstTagList(nint pointer) => _handle = new MiniObjectHandle(pointer, nameof(GstTagList));

    /// <summary>Reads tags from GStreamer's text form (<c>gst_tag_list_new_from_string</c>).</summary>
    /// <param name="text">For example <c>taglist, title=(string)Sunrise, track-number=(uint)3</c>.</param>
    /// <exception cref="FormatException">The text is no list of tags: it is no structure of that name, or has a tag that is not known or of another type.</exception>
    public static GstTagList Parse(string text)
    {
        using GstStructure structure = GstStructure.Parse(text);
        if (structure.Name != "taglist")
        {
            throw new FormatException($"'{structure.Name}' is not 'taglist', with which a list of tags begins.");
        }

        GstTagList tags = new();
        try
        {
            foreach (GstStructureField field in structure)
            {
                using GstValueCollection values = field.Value is GstValueList list ? list : GstValueArray.Of([field.Value]);
                foreach (object? value in values)
                {
                    tags.Add(field.Name, value!);
                }
            }

            return tags;
        }
        catch (ArgumentException exception)
        {
            tags.Dispose();
            throw new FormatException($"The text is no list of tags. {exception.Message}", exception);
        }
    }

    /// <summary>Takes over a reference that the caller owns (transfer full).</summary>
    /// <param name="pointer">A valid <c>GstTagList*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstTagList Adopt(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstTagList));
        }

        GStreamer.EnsureInitialized();
        return new GstTagList(pointer);
    }

    /// <summary>Adds a reference to somebody else's tags (<c>gst_mini_object_ref</c>).</summary>
    /// <param name="pointer">A valid <c>GstTagList*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstTagList Retain(nint pointer)
    {
        GstTagList tags = Adopt(pointer);
        LibGst.gst_mini_object_ref((Native.GstMiniObject*)pointer);
        return tags;
    }

    /// <summary>A second object for the same tags (<c>gst_mini_object_ref</c>); a change of one does not show in the other.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public GstTagList Retain() => new(_handle.AddReference());

    /// <summary>The native pointer; no reference is added. Another one after a change.</summary>
    public nint DangerousHandle => _handle.DangerousPointer;

    /// <summary>Whether this object was disposed or its reference given away.</summary>
    public bool IsDisposed => _handle.IsClosing;

    /// <summary>How many tags there are (<c>gst_tag_list_n_tags</c>).</summary>
    public int Count { get { using HandleLease lease = Lease(); return LibGst.gst_tag_list_n_tags(List(lease)); } }

    /// <summary>Whether there are none (<c>gst_tag_list_is_empty</c>).</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The names of the tags (<c>gst_tag_list_nth_tag_name</c>).</summary>
    public IReadOnlyList<string> TagNames
    {
        get
        {
            using HandleLease lease = Lease();
            string[] names = new string[LibGst.gst_tag_list_n_tags(List(lease))];
            for (uint i = 0; i < names.Length; i++)
            {
                names[i] = NativeText.Read(LibGst.gst_tag_list_nth_tag_name(List(lease), i)) ?? "";
            }

            return names;
        }
    }

    /// <summary>Whether the tags are of a stream or of all (<c>gst_tag_list_get_scope</c>, <c>gst_tag_list_set_scope</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to what is no scope.</exception>
    public GstTagScope Scope
    {
        get { using HandleLease lease = Lease(); return (GstTagScope)LibGst.gst_tag_list_get_scope(List(lease)); }
        set
        {
            if (value is not (GstTagScope.Stream or GstTagScope.Global))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"{value} is no scope: choose Stream or Global.");
            }

            using Change change = new(this);
            LibGst.gst_tag_list_set_scope(change.List, (Native.GstTagScope)value);
            change.Keep();
        }
    }

    /// <summary>Reads a tag, several values of it put together as it does that, texts with commas (<c>gst_tag_list_copy_value</c>); or writes it instead of what it had (<c>gst_tag_list_add_value</c>). <see langword="null"/> when there is no such tag.</summary>
    /// <param name="tag">For example <see cref="GstTag.Title"/>.</param>
    /// <value>The .NET type is that of <see cref="GstStructure.this[string]"/>. What is disposable is the reader's to dispose.</value>
    /// <exception cref="ArgumentException">Written: GStreamer knows no such tag, or the value does not fit it.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    [DisallowNull]
    public object? this[string tag]
    {
        get
        {
            using HandleLease lease = Lease();
            using NativeText name = GstStructureRef.NameOf(tag);
            GValue value = default;
            if (LibGst.gst_tag_list_copy_value(&value, List(lease), name.Pointer) == 0)
            {
                return null;
            }

            object? read = NativeValue.Read(&value);
            LibGObject.g_value_unset(&value);
            return read;
        }

        set => Add(tag, value, GstTagMergeMode.Replace);
    }

    /// <summary>How many values a tag has (<c>gst_tag_list_get_tag_size</c>); 0 when there is no such tag.</summary>
    /// <param name="tag">For example <see cref="GstTag.Artist"/>.</param>
    public int ValueCount(string tag)
    {
        using HandleLease lease = Lease();
        using NativeText name = GstStructureRef.NameOf(tag);
        return (int)LibGst.gst_tag_list_get_tag_size(List(lease), name.Pointer);
    }

    /// <summary>One of the values of a tag as a type that the caller names (<c>gst_tag_list_get_value_index</c>); the rules are those of <see cref="GstStructure.Get{T}(string)"/>.</summary>
    /// <typeparam name="T">For example <see cref="string"/>, <see cref="uint"/>, <see cref="GstSample"/>, <see cref="DateTimeOffset"/>.</typeparam>
    /// <param name="tag">For example <see cref="GstTag.Title"/>.</param>
    /// <param name="index">From 0 to <see cref="ValueCount"/> - 1.</param>
    /// <exception cref="KeyNotFoundException">There is no such tag, or it has fewer values.</exception>
    /// <exception cref="InvalidCastException">It is of another type; the message says of which.</exception>
    public T Get<T>(string tag, int index = 0)
    {
        using HandleLease lease = Lease();
        using NativeText name = GstStructureRef.NameOf(tag);
        GValue* value = ValueAt(List(lease), name.Pointer, index);
        return value is not null
            ? ManagedValue.Get<T>(value, $"The tag '{tag}'")
            : throw new KeyNotFoundException($"There is no tag '{tag}' with a value {index}. There are: {string.Join(", ", TagNames)}.");
    }

    /// <summary>One of the values of a tag as a type that the caller names, where it is there and of that type (<c>gst_tag_list_get_value_index</c>).</summary>
    /// <typeparam name="T">As for <see cref="Get{T}(string, int)"/>.</typeparam>
    /// <param name="tag">For example <see cref="GstTag.Title"/>.</param>
    /// <param name="value">The value.</param>
    /// <param name="index">Which of them.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet<T>(string tag, [MaybeNullWhen(false)] out T value, int index = 0)
    {
        using HandleLease lease = Lease();
        using NativeText name = GstStructureRef.NameOf(tag);
        GValue* held = ValueAt(List(lease), name.Pointer, index);
        value = default;
        return held is not null && ManagedValue.TryGet(held, out value);
    }

    /// <summary>Adds a value to a tag (<c>gst_tag_list_add_value</c>).</summary>
    /// <param name="tag">For example <see cref="GstTag.Artist"/>.</param>
    /// <param name="value">Of the tag's type; the rules are those of <see cref="GstElement.this[string]"/>.</param>
    /// <param name="mode">What becomes of the values that the tag has. A tag that takes one value only keeps the first.</param>
    /// <returns>This list, to go on with the next tag.</returns>
    /// <exception cref="ArgumentException">GStreamer knows no such tag, or the value does not fit it: the text is empty, too.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It is no mode.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public GstTagList Add(string tag, object value, GstTagMergeMode mode = GstTagMergeMode.Append)
    {
        ArgumentNullException.ThrowIfNull(value);
        RequireMode(mode);
        using NativeText name = GstStructureRef.NameOf(tag);
        nuint type = LibGst.gst_tag_exists(name.Pointer) != 0 ? LibGst.gst_tag_get_type(name.Pointer)
            : throw new ArgumentException($"GStreamer knows no tag '{tag}'.", nameof(tag));
        if (value is "")
        {
            throw new ArgumentException($"The tag '{tag}' takes no empty text. Remove(\"{tag}\") takes it out.", nameof(value));
        }

        GValue made = default;
        try
        {
            LibGObject.g_value_init(&made, type);
            NativeValue.Write(&made, $"tag '{tag}'", value);
            using Change change = new(this);
            LibGst.gst_tag_list_add_value(change.List, (Native.GstTagMergeMode)mode, name.Pointer, &made);
            change.Keep();
        }
        finally
        {
            NativeValue.Unset(&made);
        }

        return this;
    }

    /// <summary>Puts others in (<c>gst_tag_list_insert</c>).</summary>
    /// <param name="other">The others; they stay as they are.</param>
    /// <param name="mode">What becomes of tags that both have.</param>
    /// <returns>This list.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is no mode.</exception>
    /// <exception cref="ObjectDisposedException">One of them was disposed or given away.</exception>
    public GstTagList Insert(GstTagList other, GstTagMergeMode mode = GstTagMergeMode.Append)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireMode(mode);
        using HandleLease theirs = other.Lease();
        using Change change = new(this);
        LibGst.gst_tag_list_insert(change.List, List(theirs), (Native.GstTagMergeMode)mode);
        change.Keep();
        return this;
    }

    /// <summary>A new list of both (<c>gst_tag_list_merge</c>).</summary>
    /// <param name="other">The others.</param>
    /// <param name="mode">What becomes of tags that both have.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no mode.</exception>
    /// <exception cref="ObjectDisposedException">One of them was disposed or given away.</exception>
    public GstTagList Merge(GstTagList other, GstTagMergeMode mode = GstTagMergeMode.Append)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireMode(mode);
        using HandleLease mine = Lease();
        using HandleLease theirs = other.Lease();
        return new GstTagList((nint)LibGst.gst_tag_list_merge(List(mine), List(theirs), (Native.GstTagMergeMode)mode));
    }

    /// <summary>Removes a tag, if it is there (<c>gst_tag_list_remove_tag</c>).</summary>
    /// <param name="tag">For example <see cref="GstTag.Title"/>.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public bool Remove(string tag)
    {
        if (ValueCount(tag) == 0)
        {
            return false;
        }

        using NativeText name = GstStructureRef.NameOf(tag);
        using Change change = new(this);
        LibGst.gst_tag_list_remove_tag(change.List, name.Pointer);
        change.Keep();
        return true;
    }

    /// <summary>Whether both have the same tags (<c>gst_tag_list_is_equal</c>).</summary>
    /// <param name="other">The tags to compare with.</param>
    /// <exception cref="ObjectDisposedException">One of them was disposed or given away.</exception>
    public bool Equals(GstTagList? other)
    {
        if (other is null || ReferenceEquals(this, other))
        {
            return other is not null;
        }

        using HandleLease mine = Lease();
        using HandleLease theirs = other.Lease();
        return mine.Pointer == theirs.Pointer || LibGst.gst_tag_list_is_equal(List(mine), List(theirs)) != 0;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GstTagList);

    /// <summary>By the number of tags: values change, and equal ones may be written in different ways.</summary>
    public override int GetHashCode() => Count;

    /// <summary>GStreamer's text form (<c>gst_tag_list_to_string</c>).</summary>
    public override string ToString()
    {
        if (_handle.IsClosing)
        {
            return "GstTagList (disposed)";
        }

        using HandleLease lease = Lease();
        return NativeText.Take(LibGst.gst_tag_list_to_string(List(lease))) ?? "";
    }

    /// <summary>Gives the reference away to C; this object is then as if disposed.</summary>
    /// <returns>The pointer, with one reference that the caller must release or pass on.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away before.</exception>
    public nint DangerousDetach() => _handle.Detach();

    /// <summary>Releases the reference (<c>gst_mini_object_unref</c>), after calls that still run on it.</summary>
    public void Dispose() => _handle.Dispose();

    internal HandleLease Lease()
    {
        while (true)
        {
            MiniObjectHandle handle = Volatile.Read(ref _handle);
            try
            {
                return new HandleLease(handle);
            }
            catch (ObjectDisposedException) when (!ReferenceEquals(handle, Volatile.Read(ref _handle)))
            {
                // Changed between the two: the new list is there.
            }
        }
    }

    private static GValue* ValueAt(Native.GstTagList* list, byte* tag, int index) =>
        index >= 0 && (uint)index < LibGst.gst_tag_list_get_tag_size(list, tag) ? LibGst.gst_tag_list_get_value_index(list, tag, (uint)index) : null;

    private static void RequireMode(GstTagMergeMode mode)
    {
        if (mode is < GstTagMergeMode.ReplaceAll or > GstTagMergeMode.KeepAll)
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, $"{mode} is no way to merge tags: choose ReplaceAll, Replace, Append, Prepend, Keep or KeepAll.");
        }
    }

    private static Native.GstTagList* List(in HandleLease lease) => (Native.GstTagList*)lease.Pointer;

    /// <summary>A copy that is changed, and then stands for the list: whatever the end of the old values runs sees one or the other whole.</summary>
    private readonly ref struct Change
    {
        private readonly GstTagList _owner;
        private readonly MiniObjectHandle _old;
        private readonly MiniObjectHandle _copy;

        internal Change(GstTagList owner)
        {
            _owner = owner;
            _old = owner._handle;
            using HandleLease lease = new(_old);
            _copy = new MiniObjectHandle((nint)LibGst.gst_mini_object_copy(lease.MiniObject), nameof(GstTagList));
        }

        internal Native.GstTagList* List => (Native.GstTagList*)_copy.DangerousPointer;

        internal void Keep()
        {
            if (Interlocked.CompareExchange(ref _owner._handle, _copy, _old) == _old && _old.IsClosing)
            {
                _copy.Dispose(); // disposed meanwhile: it stays so
            }
        }

        public void Dispose() => (ReferenceEquals(_owner._handle, _copy) ? _old : _copy).Dispose();
    }
}
