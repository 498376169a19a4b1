using System.Collections.Generic;
using System.Diagnostics;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// Borrows a structure that something else owns: caps, a message, an event. It has a name, and fields of various types in
/// their order. Stands on <c>GstStructure</c>.
/// </summary>
/// <remarks>The compiler keeps a borrow on the stack; it asks its owner at each use, so after the owner's end its members throw.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public readonly unsafe ref struct GstStructureRef
{
    private readonly Native.GstStructure* _structure;
    private readonly NativeHandle? _owner;
    private readonly BufferLender _lender;

    /// <param name="structure">May be null: the borrow is then a default value.</param>
    /// <param name="owner">Keeps the structure as long as it lives; null where somebody else does.</param>
    /// <param name="lender">A probe or a sample in which the owner was found.</param>
    internal GstStructureRef(Native.GstStructure* structure, NativeHandle? owner = null, BufferLender lender = default)
    {
        _structure = structure;
        _owner = owner;
        _lender = lender;
    }

    /// <summary>Borrows the structure behind a pointer that somebody else keeps alive for the whole scope.</summary>
    /// <param name="pointer">A valid <c>GstStructure*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstStructureRef Borrow(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstStructure));
        }

        GStreamer.EnsureInitialized();
        return new GstStructureRef((Native.GstStructure*)pointer);
    }

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _structure is null;

    /// <summary>The native pointer.</summary>
    public nint DangerousHandle => (nint)_structure;

    /// <summary>The name (<c>gst_structure_get_name</c>); in caps the media type.</summary>
    public string Name { get { using HandleLease lease = Enter(); return NativeText.Read(LibGst.gst_structure_get_name(_structure)) ?? ""; } }

    /// <summary>How many fields there are (<c>gst_structure_n_fields</c>).</summary>
    public int Count { get { using HandleLease lease = Enter(); return LibGst.gst_structure_n_fields(_structure); } }

    /// <summary>The names of the fields, in their order (<c>gst_structure_nth_field_name</c>).</summary>
    public IReadOnlyList<string> FieldNames
    {
        get
        {
            using HandleLease lease = Enter();
            string[] names = new string[LibGst.gst_structure_n_fields(_structure)];
            for (uint i = 0; i < names.Length; i++)
            {
                names[i] = NativeText.Read(LibGst.gst_structure_nth_field_name(_structure, i)) ?? "";
            }

            return names;
        }
    }

    /// <summary>A field's value (<c>gst_structure_get_value</c>); <see langword="null"/> when there is no such field. What is disposable is the caller's to dispose.</summary>
    /// <param name="field">The field's name.</param>
    /// <remarks>The .NET type is that of <see cref="GstStructure.this[string]"/>.</remarks>
    public object? this[string field]
    {
        get
        {
            using HandleLease lease = Enter();
            using NativeText name = NameOf(field);
            GValue* value = LibGst.gst_structure_get_value(_structure, name.Pointer);
            return value is null ? null : NativeValue.Read(value);
        }
    }

    /// <summary>The name of a field (<c>gst_structure_nth_field_name</c>).</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such field.</exception>
    public string FieldName(int index)
    {
        using HandleLease lease = Enter();
        int count = LibGst.gst_structure_n_fields(_structure);
        if ((uint)index >= (uint)count)
        {
            Throw.IndexOutOfRange("fields of the structure", index, count);
        }

        return NativeText.Read(LibGst.gst_structure_nth_field_name(_structure, (uint)index)) ?? "";
    }

    /// <summary>The type of a field by C's name, for example <c>gint</c> (<c>gst_structure_get_field_type</c>); <see langword="null"/> when there is no such field.</summary>
    /// <param name="field">The field's name.</param>
    public string? FieldType(string field)
    {
        using HandleLease lease = Enter();
        using NativeText name = NameOf(field);
        GValue* value = LibGst.gst_structure_get_value(_structure, name.Pointer);
        return value is null ? null : NativeValue.NameOf(value->g_type);
    }

    /// <summary>Whether there is such a field (<c>gst_structure_has_field</c>).</summary>
    /// <param name="field">The field's name.</param>
    public bool Has(string field)
    {
        using HandleLease lease = Enter();
        using NativeText name = NameOf(field);
        return LibGst.gst_structure_has_field(_structure, name.Pointer) != 0;
    }

    /// <summary>A field's value as a type that the caller names (<c>gst_structure_get_value</c>); the rules are those of <see cref="GstStructure.Get{T}(string)"/>.</summary>
    /// <typeparam name="T">For example <see cref="int"/>, <see cref="GstFraction"/>, <see cref="GstValueList"/>.</typeparam>
    /// <param name="field">The field's name.</param>
    /// <exception cref="KeyNotFoundException">There is no such field; the message lists those there are.</exception>
    /// <exception cref="InvalidCastException">It is of another type; the message says of which.</exception>
    public T Get<T>(string field)
    {
        using HandleLease lease = Enter();
        using NativeText name = NameOf(field);
        GValue* value = LibGst.gst_structure_get_value(_structure, name.Pointer);
        if (value is not null)
        {
            return ManagedValue.TryGetExact(value, out T exact) ? exact : ManagedValue.Get<T>(value, $"The field '{field}'");
        }

        throw new KeyNotFoundException($"'{Name}' has no field '{field}'. It has: {string.Join(", ", FieldNames)}.");
    }

    /// <summary>A field's value as a type that the caller names, where it is there and of that type (<c>gst_structure_get_value</c>).</summary>
    /// <typeparam name="T">For example <see cref="int"/>.</typeparam>
    /// <param name="field">The field's name.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet<T>(string field, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        using HandleLease lease = Enter();
        using NativeText name = NameOf(field);
        GValue* held = LibGst.gst_structure_get_value(_structure, name.Pointer);
        value = default;
        return held is not null && ManagedValue.TryGet(held, out value);
    }

    /// <summary>A structure of its own with the same name and fields, to keep or to change (<c>gst_structure_copy</c>).</summary>
    public GstStructure Copy()
    {
        using HandleLease lease = Enter();
        return GstStructure.CopyOf((nint)_structure);
    }

    /// <summary>Goes through the fields in their order (<c>gst_structure_nth_field_name</c>).</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>GStreamer's text form (<c>gst_structure_serialize</c>, before 1.20 <c>gst_structure_to_string</c>).</summary>
    public override string ToString()
    {
        if (_structure is null)
        {
            return "GstStructureRef (null)";
        }

        // Of a copy: writing a buffer maps it, and an allocator's Map may be C# that changes this structure.
        using HandleLease lease = Enter();
        Native.GstStructure* copy = LibGst.gst_structure_copy(_structure);
        string text = WrittenText.Of(copy);
        LibGst.gst_structure_free(copy);
        return text;
    }

    internal static NativeText NameOf(string field)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        return new NativeText(field);
    }

    private HandleLease Enter()
    {
        if (_structure is null)
        {
            Throw.DefaultBorrow(nameof(GstStructureRef));
        }

        HandleLease lease = new(_owner);
        if (!_lender.StillLends)
        {
            lease.Dispose();
            throw new InvalidOperationException("What this structure belongs to is no longer there: it was taken or replaced, or the handler returned.");
        }

        return lease;
    }

    /// <summary>Goes through the fields of a structure. Fields that are removed or added meanwhile are as if they had been before.</summary>
    public ref struct Enumerator
    {
        private readonly GstStructureRef _structure;
        private int _index;
        private string? _name;

        internal Enumerator(GstStructureRef structure)
        {
            _structure = structure;
            _index = -1;
        }

        /// <summary>The field.</summary>
        public readonly GstStructureField Current => new(_structure, _name ?? throw new InvalidOperationException("Call MoveNext() first."));

        /// <summary>Goes to the next field.</summary>
        public bool MoveNext()
        {
            _name = ++_index < _structure.Count ? _structure.FieldName(_index) : null;
            return _name is not null;
        }
    }
}
