namespace GstMemInterop;

// Every member here stands once, in GstMemoryRef; these lease the handle and forward. A test keeps the two lists equal.
public sealed unsafe partial class GstMemory
{
    /// <inheritdoc cref="GstMemoryRef.Size"/>
    public nuint Size { get { using HandleLease lease = new(_handle); return Ref(lease).Size; } }

    /// <inheritdoc cref="GstMemoryRef.Offset"/>
    public nuint Offset { get { using HandleLease lease = new(_handle); return Ref(lease).Offset; } }

    /// <inheritdoc cref="GstMemoryRef.MaxSize"/>
    public nuint MaxSize { get { using HandleLease lease = new(_handle); return Ref(lease).MaxSize; } }

    /// <inheritdoc cref="GstMemoryRef.Alignment"/>
    public nuint Alignment { get { using HandleLease lease = new(_handle); return Ref(lease).Alignment; } }

    /// <inheritdoc cref="GstMemoryRef.Flags"/>
    public GstMemoryFlags Flags { get { using HandleLease lease = new(_handle); return Ref(lease).Flags; } }

    /// <inheritdoc cref="GstMemoryRef.IsReadOnly"/>
    public bool IsReadOnly { get { using HandleLease lease = new(_handle); return Ref(lease).IsReadOnly; } }

    /// <inheritdoc cref="GstMemoryRef.ReferenceCount"/>
    public int ReferenceCount { get { using HandleLease lease = new(_handle); return Ref(lease).ReferenceCount; } }

    /// <inheritdoc cref="GstMemoryRef.OpenMappings"/>
    public int OpenMappings { get { using HandleLease lease = new(_handle); return Ref(lease).OpenMappings; } }

    /// <inheritdoc cref="GstMemoryRef.ShareCount"/>
    public int ShareCount { get { using HandleLease lease = new(_handle); return Ref(lease).ShareCount; } }

    /// <inheritdoc cref="GstMemoryRef.IsWritable"/>
    public bool IsWritable { get { using HandleLease lease = new(_handle); return Ref(lease).IsWritable; } }

    /// <inheritdoc cref="GstMemoryRef.Allocator"/>
    public GstAllocator Allocator { get { using HandleLease lease = new(_handle); return Ref(lease).Allocator; } }

    /// <inheritdoc cref="GstMemoryRef.MemoryType"/>
    public string MemoryType { get { using HandleLease lease = new(_handle); return Ref(lease).MemoryType; } }

    /// <inheritdoc cref="GstMemoryRef.IsType"/>
    public bool IsType(string memoryType) { using HandleLease lease = new(_handle); return Ref(lease).IsType(memoryType); }

    /// <inheritdoc cref="GstMemoryRef.MapRead"/>
    public ReadMapping MapRead() => Owned.MapRead();

    /// <inheritdoc cref="GstMemoryRef.MapWrite"/>
    public WriteMapping MapWrite() => Owned.MapWrite();

    /// <inheritdoc cref="GstMemoryRef.TryMapRead"/>
    public bool TryMapRead(out ReadMapping mapping) => Owned.TryMapRead(out mapping);

    /// <inheritdoc cref="GstMemoryRef.TryMapWrite"/>
    public bool TryMapWrite(out WriteMapping mapping) => Owned.TryMapWrite(out mapping);

    /// <inheritdoc cref="GstMemoryRef.Retain"/>
    public GstMemory Retain() => new(_handle.AddReference());

    /// <inheritdoc cref="GstMemoryRef.MapReadBlock"/>
    public ReadMapping MapReadBlock() => Owned.MapReadBlock();

    /// <inheritdoc cref="GstMemoryRef.MapWriteBlock"/>
    public WriteMapping MapWriteBlock() => Owned.MapWriteBlock();

    /// <inheritdoc cref="GstMemoryRef.CopyBlock"/>
    public GstMemory CopyBlock(nuint offset, nuint size) => Owned.CopyBlock(offset, size);

    /// <inheritdoc cref="GstMemoryRef.ShareBlock"/>
    public GstMemory ShareBlock(nuint offset, nuint size) => Owned.ShareBlock(offset, size);

    /// <inheritdoc cref="GstMemoryRef.GetParent"/>
    public GstMemory? GetParent() => Owned.GetParent();

    /// <inheritdoc cref="GstMemoryRef.Extract"/>
    public void Extract(nuint offset, Span<byte> destination) => Owned.Extract(offset, destination);

    /// <inheritdoc cref="GstMemoryRef.ToArray(nuint, nuint)"/>
    public byte[] ToArray(nuint offset, nuint size) => Owned.ToArray(offset, size);

    /// <inheritdoc cref="GstMemoryRef.ToArray()"/>
    public byte[] ToArray() => Owned.ToArray();

    /// <inheritdoc cref="GstMemoryRef.Fill"/>
    public void Fill(nuint offset, ReadOnlySpan<byte> source) => Owned.Fill(offset, source);

    /// <inheritdoc cref="GstMemoryRef.Set"/>
    public void Set(nuint offset, byte value, nuint size) => Owned.Set(offset, value, size);

    /// <inheritdoc cref="GstMemoryRef.Compare"/>
    public int Compare(nuint offset, ReadOnlySpan<byte> other) => Owned.Compare(offset, other);

    /// <inheritdoc cref="GstMemoryRef.ContentEquals(ReadOnlySpan{byte})"/>
    public bool ContentEquals(ReadOnlySpan<byte> bytes) => Owned.ContentEquals(bytes);

    /// <inheritdoc cref="GstMemoryRef.ContentEquals(GstMemoryRef)"/>
    public bool ContentEquals(GstMemoryRef other) => Owned.ContentEquals(other);

    /// <inheritdoc cref="GstMemoryRef.ToHexDump(nuint, nuint)"/>
    public string ToHexDump(nuint offset, nuint size) => Owned.ToHexDump(offset, size);

    /// <inheritdoc cref="GstMemoryRef.ToHexDump()"/>
    public string ToHexDump() => Owned.ToHexDump();

    /// <inheritdoc cref="GstMemoryRef.Copy(nuint, nuint)"/>
    public GstMemory Copy(nuint offset, nuint size) { using HandleLease lease = new(_handle); return Ref(lease).Copy(offset, size); }

    /// <inheritdoc cref="GstMemoryRef.Copy()"/>
    public GstMemory Copy() { using HandleLease lease = new(_handle); return Ref(lease).Copy(); }

    /// <inheritdoc cref="GstMemoryRef.Share"/>
    public GstMemory Share(nuint offset, nuint size) { using HandleLease lease = new(_handle); return Ref(lease).Share(offset, size); }

    /// <inheritdoc cref="GstMemoryRef.Resize"/>
    public void Resize(nint offset, nuint size) { using HandleLease lease = new(_handle); Ref(lease).Resize(offset, size); }

    /// <inheritdoc cref="GstMemoryRef.IsSpan"/>
    public bool IsSpan(GstMemoryRef next, out nuint offset) { using HandleLease lease = new(_handle); return Ref(lease).IsSpan(next, out offset); }

    /// <summary>Borrows this memory. The borrow knows its owner: after <see cref="Dispose"/> its members throw.</summary>
    public GstMemoryRef Borrow() => Owned;

    /// <summary>A borrow that leases this object itself, in every call and for the length of a mapping.</summary>
    private GstMemoryRef Owned => OwnedBy(_handle);

    private static GstMemoryRef OwnedBy(MiniObjectHandle handle) => new((Native.GstMemory*)handle.DangerousPointer, owner: handle);

    private static GstMemoryRef Ref(in HandleLease lease) => new(lease.Memory);
}
