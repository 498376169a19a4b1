using System.Diagnostics;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// Borrows a structure that a meta owns: a name, and fields of various types. It is the meta's own, not a copy: what is set
/// sticks, and travels with the buffer. Stands on <c>GstStructure</c>.
/// </summary>
/// <remarks>
/// Valid while the buffer has the meta and the meta has the structure: afterwards members throw
/// <see cref="InvalidOperationException"/>, after the buffer's disposal <see cref="ObjectDisposedException"/>. Setting needs
/// a writable buffer.
/// </remarks>
[DebuggerDisplay("{ToString()}")]
public readonly unsafe ref struct GstMetaStructureRef
{
    private readonly MetaBorrow _borrow;
    private readonly Native.GstStructure* _structure;
    private readonly MetaStructurePlace _place;

    internal GstMetaStructureRef(MetaBorrow borrow, Native.GstStructure* structure, MetaStructurePlace place)
    {
        _borrow = borrow;
        _structure = structure;
        _place = place;
    }

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _structure is null;

    /// <summary>The structure's name (<c>gst_structure_get_name</c>).</summary>
    public string Name { get { using HandleLease lease = Enter(); return NativeText.Read(LibGst.gst_structure_get_name(_structure)) ?? ""; } }

    /// <summary>How many fields it has (<c>gst_structure_n_fields</c>).</summary>
    public int Count { get { using HandleLease lease = Enter(); return LibGst.gst_structure_n_fields(_structure); } }

    /// <summary>A field's value (<c>gst_structure_get_value</c>), <see langword="null"/> when there is none. What is disposable is the caller's to dispose.</summary>
    /// <param name="field">The field's name.</param>
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

    /// <summary>Whether there is such a field (<c>gst_structure_has_field</c>).</summary>
    /// <param name="field">The field's name.</param>
    public bool Has(string field)
    {
        using HandleLease lease = Enter();
        using NativeText name = NameOf(field);
        return LibGst.gst_structure_has_field(_structure, name.Pointer) != 0;
    }

    /// <summary>Reads a field of type <c>gint</c> (<c>gst_structure_get_int</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its value; 0 when there is no such field of that type.</param>
    public bool TryGet(string field, out int value) => TryGet<int>(field, &LibGst.gst_structure_get_int, out value);

    /// <summary>Reads a field of type <c>guint</c> (<c>gst_structure_get_uint</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its value; 0 when there is no such field of that type.</param>
    public bool TryGet(string field, out uint value) => TryGet<uint>(field, &LibGst.gst_structure_get_uint, out value);

    /// <summary>Reads a field of type <c>gint64</c> (<c>gst_structure_get_int64</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its value; 0 when there is no such field of that type.</param>
    public bool TryGet(string field, out long value) => TryGet<long>(field, &LibGst.gst_structure_get_int64, out value);

    /// <summary>Reads a field of type <c>guint64</c>, also one that holds a clock time (<c>gst_structure_get_uint64</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its value; 0 when there is no such field of that type.</param>
    public bool TryGet(string field, out ulong value) => TryGet<ulong>(field, &LibGst.gst_structure_get_uint64, out value);

    /// <summary>Reads a field of type <c>gdouble</c> (<c>gst_structure_get_double</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its value; 0 when there is no such field of that type.</param>
    public bool TryGet(string field, out double value) => TryGet<double>(field, &LibGst.gst_structure_get_double, out value);

    /// <summary>Reads a field of type <c>gboolean</c> (<c>gst_structure_get_boolean</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its value; <see langword="false"/> when there is no such field of that type.</param>
    public bool TryGet(string field, out bool value)
    {
        bool found = TryGet<int>(field, &LibGst.gst_structure_get_boolean, out int read);
        value = read != 0;
        return found;
    }

    /// <summary>Reads a field of type <c>gchararray</c> (<c>gst_structure_get_string</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its value; <see langword="null"/> when there is no such field of that type, or it holds no text.</param>
    public bool TryGet(string field, out string? value)
    {
        using HandleLease lease = Enter();
        using NativeText name = NameOf(field);
        value = NativeText.Read(LibGst.gst_structure_get_string(_structure, name.Pointer));
        return value is not null;
    }

    /// <summary>Reads a field that holds a buffer, as an initialisation vector does (<c>gst_structure_get_value</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">An owning handle, to dispose; <see langword="null"/> when there is no such field of that type.</param>
    public bool TryGet(string field, out GstBuffer? value)
    {
        using HandleLease lease = Enter();
        using NativeText name = NameOf(field);
        GValue* held = LibGst.gst_structure_get_value(_structure, name.Pointer);
        nint buffer = held is not null && held->g_type == LibGst.gst_buffer_get_type() ? (nint)LibGObject.g_value_get_boxed(held) : 0;
        value = buffer == 0 ? null : GstBuffer.Retain(buffer);
        return value is not null;
    }

    /// <summary>Sets a field of type <c>gint</c> (<c>gst_structure_set_value</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its new value.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public void Set(string field, int value) => Put(field, GstConstants.G_TYPE_INT, &LibGObject.g_value_set_int, value);

    /// <summary>Sets a field of type <c>guint</c> (<c>gst_structure_set_value</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its new value.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public void Set(string field, uint value) => Put(field, GstConstants.G_TYPE_UINT, &LibGObject.g_value_set_uint, value);

    /// <summary>Sets a field of type <c>gint64</c> (<c>gst_structure_set_value</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its new value.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public void Set(string field, long value) => Put(field, GstConstants.G_TYPE_INT64, &LibGObject.g_value_set_int64, value);

    /// <summary>Sets a field of type <c>guint64</c>, which also holds clock times (<c>gst_structure_set_value</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its new value.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public void Set(string field, ulong value) => Put(field, GstConstants.G_TYPE_UINT64, &LibGObject.g_value_set_uint64, value);

    /// <summary>Sets a field of type <c>gdouble</c> (<c>gst_structure_set_value</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its new value.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public void Set(string field, double value) => Put(field, GstConstants.G_TYPE_DOUBLE, &LibGObject.g_value_set_double, value);

    /// <summary>Sets a field of type <c>gboolean</c> (<c>gst_structure_set_value</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its new value.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public void Set(string field, bool value) => Put(field, GstConstants.G_TYPE_BOOLEAN, &LibGObject.g_value_set_boolean, value ? 1 : 0);

    /// <summary>Sets a field of type <c>gchararray</c> (<c>gst_structure_set_value</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Its new value.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public void Set(string field, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        using NativeText text = new(value);
        GValue held = default;
        LibGObject.g_value_init(&held, GstConstants.G_TYPE_STRING);
        LibGObject.g_value_set_string(&held, text.Pointer);
        Put(field, &held);
    }

    /// <summary>Sets a field to a buffer, as an initialisation vector is one; the structure takes a reference (<c>gst_structure_set_value</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">The buffer; it is no longer writable while the structure holds it.</param>
    /// <exception cref="InvalidOperationException">The buffer that has the meta is not writable, or the value is the first of a line of more than 250 buffers that hold each other by metas.</exception>
    public void Set(string field, GstBuffer value)
    {
        ArgumentNullException.ThrowIfNull(value);
        using HandleLease held = new(value.Handle);
        HeldBuffers.RequireShortLine(held.Buffer);
        GValue boxed = default;
        LibGObject.g_value_init(&boxed, LibGst.gst_buffer_get_type());
        LibGObject.g_value_set_boxed(&boxed, held.Buffer);
        Put(field, &boxed);
    }

    /// <summary>Removes a field, if it is there (<c>gst_structure_remove_field</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public bool Remove(string field)
    {
        using HandleLease lease = EnterWritable();
        using NativeText name = NameOf(field);
        if (LibGst.gst_structure_has_field(_structure, name.Pointer) == 0)
        {
            return false;
        }

        using OutgoingValue old = new(_structure, name.Pointer);
        LibGst.gst_structure_remove_field(_structure, name.Pointer);
        return true;
    }

    /// <summary>Removes all fields (<c>gst_structure_remove_all_fields</c>).</summary>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public void Clear()
    {
        using HandleLease lease = EnterWritable();
        Native.GstStructure* old = LibGst.gst_structure_copy(_structure); // keeps what is in it: see OutgoingValue
        LibGst.gst_structure_remove_all_fields(_structure);
        LibGst.gst_structure_free(old);
    }

    /// <summary>GStreamer's text form (<c>gst_structure_to_string</c>).</summary>
    public override string ToString()
    {
        using HandleLease lease = Enter();
        return NativeText.Take(LibGst.gst_structure_to_string(_structure)) ?? "";
    }

    private static NativeText NameOf(string field)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        return new NativeText(field);
    }

    /// <summary>Stores a value that was filled before anything could throw, and lets it go on every path.</summary>
    private bool TryGet<T>(string field, delegate*<Native.GstStructure*, byte*, T*, int> get, out T value) where T : unmanaged
    {
        using HandleLease lease = Enter();
        using NativeText name = NameOf(field);
        T read = default;
        bool found = get(_structure, name.Pointer, &read) != 0;
        value = read;
        return found;
    }

    private void Put<T>(string field, nuint type, delegate*<GValue*, T, void> set, T value) where T : unmanaged
    {
        GValue held = default;
        LibGObject.g_value_init(&held, type);
        set(&held, value);
        Put(field, &held);
    }

    private void Put(string field, GValue* value)
    {
        try
        {
            using HandleLease lease = EnterWritable();
            using NativeText name = NameOf(field);
            using OutgoingValue old = new(_structure, name.Pointer);
            LibGst.gst_structure_set_value(_structure, name.Pointer, value);
        }
        finally
        {
            LibGObject.g_value_unset(value);
        }
    }

    private HandleLease Enter()
    {
        if (_structure is null)
        {
            Throw.DefaultBorrow(nameof(GstMetaStructureRef));
        }

        return Proven(_borrow.Enter());
    }

    private HandleLease EnterWritable()
    {
        if (_structure is null)
        {
            Throw.DefaultBorrow(nameof(GstMetaStructureRef));
        }

        return Proven(_borrow.EnterWritable());
    }

    private HandleLease Proven(HandleLease lease)
    {
        if (!MetaStructures.StandsIn(_borrow.Pointer, _structure, _place))
        {
            lease.Dispose();
            throw new InvalidOperationException("The meta has another structure now. Get it from the meta again.");
        }

        return lease;
    }
}
