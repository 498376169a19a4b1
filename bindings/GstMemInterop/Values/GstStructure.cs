using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Owns a structure: a name, and fields of various types in their order. Stands on <c>GstStructure</c>.</summary>
/// <remarks>
/// <para><c>new GstStructure("my/thing") { ["width"] = 320, ["rate"] = new GstFraction(30, 1) }</c>. What is put in is copied
/// (structures) or gets a reference of its own (caps, buffers, samples, …), so it stays the caller's to dispose; what is read out
/// and disposable is the reader's.</para>
/// <para>Reading is safe on any number of threads at once; changing on one, while no other reads. <c>Dispose</c> from any thread;
/// the finalizer releases too.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe partial class GstStructure : IDisposable, IEquatable<GstStructure>
{
    private readonly StructureHandle _handle;

    /// <summary>Creates a structure without fields (<c>gst_structure_new_empty</c>).</summary>
    /// <param name="name">Begins with a letter; behind it letters, digits and <c>/ - _ . : +</c>.</param>
    /// <exception cref="ArgumentException">It is no such name.</exception>
    public GstStructure(string name)
    {
        StructureNames.Check(name);
        GStreamer.EnsureInitialized();
        using NativeText text = new(name);
        _handle = new StructureHandle((nint)LibGst.gst_structure_new_empty(text.Pointer));
    }

    private GstStructure(nint pointer) => _handle = new StructureHandle(pointer);

    /// <summary>Creates a structure with fields (<c>gst_structure_new</c>).</summary>
    /// <param name="name">The name; the rules are those of the constructor.</param>
    /// <param name="fields">Names and values; the rules are those of <see cref="this[string]"/>.</param>
    /// <exception cref="ArgumentException">A name is none, or a value is nothing that a field can hold.</exception>
    public static GstStructure Create(string name, params ReadOnlySpan<(string Field, object Value)> fields)
    {
        GstStructure structure = new(name);
        try
        {
            foreach ((string field, object value) in fields)
            {
                structure.Set(field, value);
            }

            return structure;
        }
        catch
        {
            structure.Dispose();
            throw;
        }
    }

    /// <summary>Reads a structure from GStreamer's text form (<c>gst_structure_from_string</c>).</summary>
    /// <param name="text">For example <c>name, count=(int)3, label=(string)"left door"</c>.</param>
    /// <exception cref="FormatException">The text is no structure; the message says where. The rules are those of <see cref="GstCaps.Parse"/>.</exception>
    public static GstStructure Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        GStreamer.EnsureInitialized();
        return string.IsNullOrWhiteSpace(text) ? throw new FormatException("An empty text is no structure.") : new GstStructure((nint)MetaStructures.Parse(text));
    }

    /// <summary>The same, without an exception for a text that is no structure (<c>gst_structure_from_string</c>).</summary>
    /// <param name="text">The text.</param>
    /// <param name="structure">The structure, to dispose.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out GstStructure? structure)
    {
        try
        {
            structure = text is null ? null : Parse(text);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            structure = null;
        }

        return structure is not null;
    }

    /// <summary>Takes over a structure that the caller owns (transfer full), and that nothing else refers to. Structures have one owner: <see cref="GstStructureRef.Borrow"/> and <see cref="GstStructureRef.Copy"/> take somebody else's.</summary>
    /// <param name="pointer">A valid <c>GstStructure*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstStructure Adopt(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstStructure));
        }

        GStreamer.EnsureInitialized();
        return new GstStructure(pointer);
    }

    /// <summary>Copies somebody else's structure (<c>gst_structure_copy</c>): structures have one owner, so there is no <c>Retain</c>.</summary>
    internal static GstStructure CopyOf(nint pointer) => new((nint)LibGst.gst_structure_copy((Native.GstStructure*)pointer));

    /// <summary>The native pointer. Valid while this object is not disposed.</summary>
    public nint DangerousHandle => _handle.DangerousPointer;

    /// <summary>Whether this object was disposed or its structure given away.</summary>
    public bool IsDisposed => _handle.IsClosing;

    /// <summary>The name (<c>gst_structure_get_name</c>, <c>gst_structure_set_name</c>).</summary>
    /// <exception cref="ArgumentException">Set to what is no name; the rules are those of the constructor.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public string Name
    {
        get => Borrow().Name;
        set
        {
            StructureNames.Check(value);
            using HandleLease lease = Lease();
            using NativeText text = new(value);
            LibGst.gst_structure_set_name(Structure(lease), text.Pointer);
        }
    }

    /// <summary>How many fields there are (<c>gst_structure_n_fields</c>).</summary>
    public int Count => Borrow().Count;

    /// <summary>The names of the fields, in their order (<c>gst_structure_nth_field_name</c>).</summary>
    public IReadOnlyList<string> FieldNames => Borrow().FieldNames;

    /// <summary>Reads or writes a field (<c>gst_structure_get_value</c>, <c>gst_structure_set_value</c>); <see langword="null"/> when there is no such field.</summary>
    /// <param name="field">The field's name.</param>
    /// <value>
    /// <para>Truth values, numbers, <see cref="string"/>, <see cref="GstFraction"/>, <see cref="GstBitmask"/>, <see cref="GstFlagSet"/>,
    /// ranges (<see cref="GstIntRange"/>, <see cref="GstInt64Range"/>, <see cref="GstDoubleRange"/>, <see cref="GstFractionRange"/>),
    /// <see cref="GstValueList"/>, <see cref="GstValueArray"/>, <see cref="GstCaps"/>, <see cref="GstStructure"/>,
    /// <see cref="GstBuffer"/>, <see cref="GstBufferList"/>, <see cref="GstSample"/>, <see cref="GstTagList"/>, <see cref="GstCapsFeatures"/>,
    /// <see cref="GstSegment"/>, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>, <see cref="GstElement"/> and <see cref="GstPad"/>.</para>
    /// <para>Read: enumerations and flags by their number (<see cref="Get{T}(string)"/> gives <see cref="string"/>, <see cref="GstEnumValue"/>
    /// or a .NET enumeration), other types as a <see cref="GstOpaqueValue"/>. Written: also <see cref="GstEnumValue"/> and this library's
    /// enumerations, <see cref="TimeSpan"/> and <see cref="GstClockTime"/> as nanoseconds in a <c>guint64</c>, and any .NET array or list as
    /// a <see cref="GstValueList"/>.</para>
    /// </value>
    /// <exception cref="ArgumentException">Written: the name is none, or the value is nothing that a field can hold, as a bare pointer and <see langword="null"/> (<see cref="Remove"/> takes a field out).</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    [DisallowNull]
    public object? this[string field]
    {
        get => Borrow()[field];
        set => Set(field, value);
    }

    /// <summary>The name of a field (<c>gst_structure_nth_field_name</c>).</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such field.</exception>
    public string FieldName(int index) => Borrow().FieldName(index);

    /// <summary>The type of a field by C's name, for example <c>gint</c> (<c>gst_structure_get_field_type</c>); <see langword="null"/> when there is no such field.</summary>
    /// <param name="field">The field's name.</param>
    public string? FieldType(string field) => Borrow().FieldType(field);

    /// <summary>Whether there is such a field (<c>gst_structure_has_field</c>).</summary>
    /// <param name="field">The field's name.</param>
    public bool Has(string field) => Borrow().Has(field);

    /// <summary>A field's value as a type that the caller names (<c>gst_structure_get_value</c>).</summary>
    /// <typeparam name="T">
    /// One of those of <see cref="this[string]"/>. Numbers become other numbers that hold them, .NET enumerations, and, as nanoseconds,
    /// <see cref="GstClockTime"/> and <see cref="TimeSpan"/>; enumerations and flags become a <see cref="string"/> (their nick) or a
    /// <see cref="GstEnumValue"/>. Nothing else is converted.
    /// </typeparam>
    /// <param name="field">The field's name.</param>
    /// <exception cref="KeyNotFoundException">There is no such field; the message lists those there are.</exception>
    /// <exception cref="InvalidCastException">It is of another type; the message says of which.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public T Get<T>(string field) => Borrow().Get<T>(field);

    /// <summary>A field's value as a type that the caller names, where it is there and of that type (<c>gst_structure_get_value</c>).</summary>
    /// <typeparam name="T">As for <see cref="Get{T}(string)"/>.</typeparam>
    /// <param name="field">The field's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet<T>(string field, [MaybeNullWhen(false)] out T value) => Borrow().TryGet(field, out value);

    /// <summary>Sets a field (<c>gst_structure_set_value</c>).</summary>
    /// <param name="field">The field's name: letters, digits and <c>/ - _ . : +</c>.</param>
    /// <param name="value">The value; the rules are those of <see cref="this[string]"/>.</param>
    /// <returns>This structure, to go on with the next field.</returns>
    /// <exception cref="ArgumentException">The name is none, or the value is nothing that a field can hold.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public GstStructure Set(string field, object value)
    {
        StructureNames.CheckField(field);
        if (value is null)
        {
            throw new ArgumentNullException(nameof(value), $"The field '{field}' cannot hold null. Remove(\"{field}\") takes it out.");
        }

        GValue made = default;
        try
        {
            NativeValue.Make(&made, $"field '{field}'", value);
            using HandleLease lease = Lease();
            using NativeText name = new(field);
            using OutgoingValue old = new(Structure(lease), name.Pointer);
            LibGst.gst_structure_set_value(Structure(lease), name.Pointer, &made);
        }
        finally
        {
            NativeValue.Unset(&made);
        }

        return this;
    }

    /// <summary>Removes a field, if it is there (<c>gst_structure_remove_field</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public bool Remove(string field)
    {
        using HandleLease lease = Lease();
        using NativeText name = GstStructureRef.NameOf(field);
        if (LibGst.gst_structure_has_field(Structure(lease), name.Pointer) == 0)
        {
            return false;
        }

        using OutgoingValue old = new(Structure(lease), name.Pointer);
        LibGst.gst_structure_remove_field(Structure(lease), name.Pointer);
        return true;
    }

    /// <summary>Removes all fields (<c>gst_structure_remove_all_fields</c>).</summary>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public void Clear()
    {
        using HandleLease lease = Lease();
        Native.GstStructure* old = LibGst.gst_structure_copy(Structure(lease)); // keeps what is in it: see OutgoingValue
        LibGst.gst_structure_remove_all_fields(Structure(lease));
        LibGst.gst_structure_free(old);
    }

    /// <summary>A structure of its own with the same name and fields (<c>gst_structure_copy</c>).</summary>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public GstStructure Copy() => Borrow().Copy();

    /// <summary>Borrows this structure. The borrow knows its owner: after <see cref="Dispose"/> its members throw.</summary>
    public GstStructureRef Borrow() => new((Native.GstStructure*)_handle.DangerousPointer, _handle);

    /// <summary>Goes through the fields in their order (<c>gst_structure_nth_field_name</c>).</summary>
    public GstStructureRef.Enumerator GetEnumerator() => Borrow().GetEnumerator();

    /// <summary>Whether both have the same name and equal fields, in whatever order (<c>gst_structure_is_equal</c>).</summary>
    /// <param name="other">The structure to compare with.</param>
    /// <exception cref="ObjectDisposedException">One of them was disposed or given away.</exception>
    public bool Equals(GstStructure? other)
    {
        if (other is null || ReferenceEquals(this, other))
        {
            return other is not null;
        }

        // Of copies, as in ToString.
        using GstStructure mine = Copy();
        using GstStructure theirs = other.Copy();
        Native.GstStructure* one = (Native.GstStructure*)mine.DangerousHandle;
        Native.GstStructure* two = (Native.GstStructure*)theirs.DangerousHandle;
        return Incomparable.IsIn(one) || Incomparable.IsIn(two) ? mine.ToString() == theirs.ToString() : LibGst.gst_structure_is_equal(one, two) != 0;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GstStructure);

    /// <summary>By the name: fields change, and equal values may be written in different ways.</summary>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>GStreamer's text form (<c>gst_structure_serialize</c>, before 1.20 <c>gst_structure_to_string</c>).</summary>
    public override string ToString() => _handle.IsClosing ? "GstStructure (disposed)" : Borrow().ToString();

    /// <summary>Gives the structure away to C; this object is then as if disposed.</summary>
    /// <returns>The pointer, which the caller must free or pass on.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away before.</exception>
    public nint DangerousDetach()
    {
        nint copy = (nint)CopyNative();
        Dispose();
        return copy;
    }

    /// <summary>Frees the structure (<c>gst_structure_free</c>), after calls that still run on it.</summary>
    public void Dispose() => _handle.Dispose();

    internal HandleLease Lease() => new(_handle);

    /// <summary>A copy for C to take over.</summary>
    internal Native.GstStructure* CopyNative()
    {
        using HandleLease lease = Lease();
        return LibGst.gst_structure_copy(Structure(lease));
    }

    private static Native.GstStructure* Structure(in HandleLease lease) => (Native.GstStructure*)lease.Pointer;

    /// <summary>A copy that C is given (<c>gst_structure_copy</c>).</summary>
    internal Native.GstStructure* CopyForC()
    {
        using HandleLease lease = Lease();
        return LibGst.gst_structure_copy(Structure(lease));
    }
}
