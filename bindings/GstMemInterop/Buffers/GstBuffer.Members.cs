namespace GstMemInterop;

// Every member here stands once, in GstBufferRef; these lease the handle and forward. A test keeps the two lists equal.
public sealed unsafe partial class GstBuffer
{
    /// <inheritdoc cref="GstBufferRef.ReferenceCount"/>
    public int ReferenceCount { get { using HandleLease lease = new(_handle); return Ref(lease).ReferenceCount; } }

    /// <inheritdoc cref="GstBufferRef.IsWritable"/>
    public bool IsWritable { get { using HandleLease lease = new(_handle); return Ref(lease).IsWritable; } }

    /// <inheritdoc cref="GstBufferRef.Size"/>
    public nuint Size { get { using HandleLease lease = new(_handle); return Ref(lease).Size; } }

    /// <inheritdoc cref="GstBufferRef.MaxSize"/>
    public nuint MaxSize { get { using HandleLease lease = new(_handle); return Ref(lease).MaxSize; } }

    /// <inheritdoc cref="GstBufferRef.MemoryCount"/>
    public int MemoryCount { get { using HandleLease lease = new(_handle); return Ref(lease).MemoryCount; } }

    /// <inheritdoc cref="GstBufferRef.Pts"/>
    public GstClockTime Pts
    {
        get { using HandleLease lease = new(_handle); return Ref(lease).Pts; }
        set { using HandleLease lease = new(_handle); GstBufferRef buffer = Ref(lease); buffer.Pts = value; }
    }

    /// <inheritdoc cref="GstBufferRef.Dts"/>
    public GstClockTime Dts
    {
        get { using HandleLease lease = new(_handle); return Ref(lease).Dts; }
        set { using HandleLease lease = new(_handle); GstBufferRef buffer = Ref(lease); buffer.Dts = value; }
    }

    /// <inheritdoc cref="GstBufferRef.Duration"/>
    public GstClockTime Duration
    {
        get { using HandleLease lease = new(_handle); return Ref(lease).Duration; }
        set { using HandleLease lease = new(_handle); GstBufferRef buffer = Ref(lease); buffer.Duration = value; }
    }

    /// <inheritdoc cref="GstBufferRef.Offset"/>
    public ulong? Offset
    {
        get { using HandleLease lease = new(_handle); return Ref(lease).Offset; }
        set { using HandleLease lease = new(_handle); GstBufferRef buffer = Ref(lease); buffer.Offset = value; }
    }

    /// <inheritdoc cref="GstBufferRef.OffsetEnd"/>
    public ulong? OffsetEnd
    {
        get { using HandleLease lease = new(_handle); return Ref(lease).OffsetEnd; }
        set { using HandleLease lease = new(_handle); GstBufferRef buffer = Ref(lease); buffer.OffsetEnd = value; }
    }

    /// <inheritdoc cref="GstBufferRef.Flags"/>
    public GstBufferFlags Flags
    {
        get { using HandleLease lease = new(_handle); return Ref(lease).Flags; }
        set { using HandleLease lease = new(_handle); GstBufferRef buffer = Ref(lease); buffer.Flags = value; }
    }

    /// <inheritdoc cref="GstBufferRef.MaxMemoryCount"/>
    public static int MaxMemoryCount => GstBufferRef.MaxMemoryCount;

    /// <inheritdoc cref="GstBufferRef.Copy"/>
    public GstBuffer Copy() { using HandleLease lease = new(_handle); return Ref(lease).Copy(); }

    /// <inheritdoc cref="GstBufferRef.CopyDeep"/>
    public GstBuffer CopyDeep() { using HandleLease lease = new(_handle); return Ref(lease).CopyDeep(); }

    /// <inheritdoc cref="GstBufferRef.CopyRegion"/>
    public GstBuffer CopyRegion(GstBufferCopyFlags flags, nuint offset, nuint size) { using HandleLease lease = new(_handle); return Ref(lease).CopyRegion(flags, offset, size); }

    /// <inheritdoc cref="GstBufferRef.GetMemory"/>
    public GstMemory GetMemory(int index) { using HandleLease lease = new(_handle); return Ref(lease).GetMemory(index); }

    /// <inheritdoc cref="GstBufferRef.Append"/>
    public void Append(GstBuffer other) => Owned.Append(NotThis(other));

    /// <inheritdoc cref="GstBufferRef.AppendRegion"/>
    public void AppendRegion(GstBuffer other, nuint offset, nuint size) => Owned.AppendRegion(NotThis(other), offset, size);

    /// <inheritdoc cref="GstBufferRef.HasFlags"/>
    public bool HasFlags(GstBufferFlags flags) => Owned.HasFlags(flags);

    /// <inheritdoc cref="GstBufferRef.SetFlags"/>
    public void SetFlags(GstBufferFlags flags) => Owned.SetFlags(flags);

    /// <inheritdoc cref="GstBufferRef.UnsetFlags"/>
    public void UnsetFlags(GstBufferFlags flags) => Owned.UnsetFlags(flags);

    /// <inheritdoc cref="GstBufferRef.DtsOrPts"/>
    public GstClockTime DtsOrPts => Owned.DtsOrPts;

    /// <inheritdoc cref="GstBufferRef.GetSizes()"/>
    public (nuint Size, nuint Offset, nuint MaxSize) GetSizes() => Owned.GetSizes();

    /// <inheritdoc cref="GstBufferRef.GetSizes(int, int)"/>
    public (nuint Size, nuint Offset, nuint MaxSize) GetSizes(int index, int count) => Owned.GetSizes(index, count);

    /// <inheritdoc cref="GstBufferRef.ResizeMemories"/>
    public void ResizeMemories(int index, int count, nint offset, nuint size) => Owned.ResizeMemories(index, count, offset, size);

    /// <inheritdoc cref="GstBufferRef.Memories"/>
    public GstMemoryCollection Memories => Owned.Memories;

    /// <inheritdoc cref="GstBufferRef.MapEachRead"/>
    public MemoryMappings<ReadMapping> MapEachRead() => Owned.MapEachRead();

    /// <inheritdoc cref="GstBufferRef.MapEachWrite"/>
    public MemoryMappings<WriteMapping> MapEachWrite() => Owned.MapEachWrite();

    /// <inheritdoc cref="GstBufferRef.AreAllMemoriesWritable"/>
    public bool AreAllMemoriesWritable => Owned.AreAllMemoriesWritable;

    /// <inheritdoc cref="GstBufferRef.AppendMemory"/>
    public void AppendMemory(GstMemory memory) => Owned.AppendMemory(memory);

    /// <inheritdoc cref="GstBufferRef.InsertMemory"/>
    public void InsertMemory(int index, GstMemory memory) => Owned.InsertMemory(index, memory);

    /// <inheritdoc cref="GstBufferRef.RemoveMemory"/>
    public void RemoveMemory(int index) => Owned.RemoveMemory(index);

    /// <inheritdoc cref="GstBufferRef.RemoveAllMemories"/>
    public void RemoveAllMemories() => Owned.RemoveAllMemories();

    /// <inheritdoc cref="GstBufferRef.Resize"/>
    public void Resize(nint offset, nuint size) => Owned.Resize(offset, size);

    /// <inheritdoc cref="GstBufferRef.PrependMemory"/>
    public void PrependMemory(GstMemory memory) => Owned.PrependMemory(memory);

    /// <inheritdoc cref="GstBufferRef.ReplaceMemory"/>
    public void ReplaceMemory(int index, GstMemory memory) => Owned.ReplaceMemory(index, memory);

    /// <inheritdoc cref="GstBufferRef.ReplaceMemories"/>
    public void ReplaceMemories(int index, int count, GstMemory memory) => Owned.ReplaceMemories(index, count, memory);

    /// <inheritdoc cref="GstBufferRef.ReplaceAllMemories"/>
    public void ReplaceAllMemories(GstMemory memory) => Owned.ReplaceAllMemories(memory);

    /// <inheritdoc cref="GstBufferRef.RemoveMemories"/>
    public void RemoveMemories(int index, int count) => Owned.RemoveMemories(index, count);

    /// <inheritdoc cref="GstBufferRef.GetMemories"/>
    public GstMemory GetMemories(int index, int count) { using HandleLease lease = new(_handle); return Ref(lease).GetMemories(index, count); }

    /// <inheritdoc cref="GstBufferRef.FindMemories"/>
    public (int Index, int Count, nuint Skip) FindMemories(nuint offset, nuint size) { using HandleLease lease = new(_handle); return Ref(lease).FindMemories(offset, size); }

    /// <inheritdoc cref="GstBufferRef.AreMemoriesWritable"/>
    public bool AreMemoriesWritable(int index, int count) { using HandleLease lease = new(_handle); return Ref(lease).AreMemoriesWritable(index, count); }

    /// <inheritdoc cref="GstBufferRef.SetSize"/>
    public void SetSize(nuint size) => Owned.SetSize(size);

    /// <inheritdoc cref="GstBufferRef.CopyInto"/>
    public void CopyInto(GstBufferRef destination, GstBufferCopyFlags flags, nuint offset, nuint size) { using HandleLease lease = new(_handle); Ref(lease).CopyInto(destination, flags, offset, size); }

    /// <inheritdoc cref="GstBufferRef.ToArray(nuint, nuint)"/>
    public byte[] ToArray(nuint offset, nuint size) { using HandleLease lease = new(_handle); return Ref(lease).ToArray(offset, size); }

    /// <inheritdoc cref="GstBufferRef.ToArray()"/>
    public byte[] ToArray() { using HandleLease lease = new(_handle); return Ref(lease).ToArray(); }

    /// <inheritdoc cref="GstBufferRef.Set"/>
    public void Set(nuint offset, byte value, nuint size) => Owned.Set(offset, value, size);

    /// <inheritdoc cref="GstBufferRef.Compare"/>
    public int Compare(nuint offset, ReadOnlySpan<byte> other) { using HandleLease lease = new(_handle); return Ref(lease).Compare(offset, other); }

    /// <inheritdoc cref="GstBufferRef.ContentEquals(ReadOnlySpan{byte})"/>
    public bool ContentEquals(ReadOnlySpan<byte> bytes) { using HandleLease lease = new(_handle); return Ref(lease).ContentEquals(bytes); }

    /// <inheritdoc cref="GstBufferRef.ContentEquals(GstBufferRef)"/>
    public bool ContentEquals(GstBufferRef other) { using HandleLease lease = new(_handle); return Ref(lease).ContentEquals(other); }

    /// <inheritdoc cref="GstBufferRef.ToHexDump(nuint, nuint)"/>
    public string ToHexDump(nuint offset, nuint size) { using HandleLease lease = new(_handle); return Ref(lease).ToHexDump(offset, size); }

    /// <inheritdoc cref="GstBufferRef.ToHexDump()"/>
    public string ToHexDump() { using HandleLease lease = new(_handle); return Ref(lease).ToHexDump(); }

    /// <inheritdoc cref="GstBufferRef.MapSequence"/>
    public MappedSequence MapSequence() { using HandleLease lease = new(_handle); return Ref(lease).MapSequence(); }

    /// <inheritdoc cref="GstBufferRef.OpenRead"/>
    public Stream OpenRead() { using HandleLease lease = new(_handle); return Ref(lease).OpenRead(); }

    /// <inheritdoc cref="GstBufferRef.OpenReadWrite"/>
    public Stream OpenReadWrite() => Owned.OpenReadWrite();

    /// <inheritdoc cref="GstBufferRef.Extract"/>
    public void Extract(nuint offset, Span<byte> destination) { using HandleLease lease = new(_handle); Ref(lease).Extract(offset, destination); }

    /// <inheritdoc cref="GstBufferRef.Fill"/>
    public void Fill(nuint offset, ReadOnlySpan<byte> source) => Owned.Fill(offset, source);

    /// <inheritdoc cref="GstBufferRef.PeekMemory"/>
    public GstMemoryRef PeekMemory(int index) => Owned.PeekMemory(index);

    /// <inheritdoc cref="GstBufferRef.Retain"/>
    public GstBuffer Retain() => new(_handle.AddReference());

    /// <inheritdoc cref="GstBufferRef.MapRead()"/>
    public ReadMapping MapRead() => Owned.MapRead();

    /// <inheritdoc cref="GstBufferRef.MapWrite()"/>
    public WriteMapping MapWrite() => Owned.MapWrite();

    /// <inheritdoc cref="GstBufferRef.TryMapRead(out ReadMapping)"/>
    public bool TryMapRead(out ReadMapping mapping) => Owned.TryMapRead(out mapping);

    /// <inheritdoc cref="GstBufferRef.TryMapWrite(out WriteMapping)"/>
    public bool TryMapWrite(out WriteMapping mapping) => Owned.TryMapWrite(out mapping);

    /// <inheritdoc cref="GstBufferRef.TryMapContiguous(out ReadMapping)"/>
    public bool TryMapContiguous(out ReadMapping mapping) => Owned.TryMapContiguous(out mapping);

    /// <inheritdoc cref="GstBufferRef.TryMapContiguous(out WriteMapping)"/>
    public bool TryMapContiguous(out WriteMapping mapping) => Owned.TryMapContiguous(out mapping);

    /// <inheritdoc cref="GstBufferRef.MapRead(int, int)"/>
    public ReadMapping MapRead(int firstMemory, int memoryCount) => Owned.MapRead(firstMemory, memoryCount);

    /// <inheritdoc cref="GstBufferRef.MapWrite(int, int)"/>
    public WriteMapping MapWrite(int firstMemory, int memoryCount) => Owned.MapWrite(firstMemory, memoryCount);

    /// <inheritdoc cref="GstBufferRef.TryMapRead(int, int, out ReadMapping)"/>
    public bool TryMapRead(int firstMemory, int memoryCount, out ReadMapping mapping) => Owned.TryMapRead(firstMemory, memoryCount, out mapping);

    /// <inheritdoc cref="GstBufferRef.TryMapWrite(int, int, out WriteMapping)"/>
    public bool TryMapWrite(int firstMemory, int memoryCount, out WriteMapping mapping) => Owned.TryMapWrite(firstMemory, memoryCount, out mapping);

    /// <summary>Borrows this buffer. The borrow knows its owner: after <see cref="Dispose"/> its members throw.</summary>
    public GstBufferRef Borrow() => Owned;

    /// <summary>A borrow that leases this object itself, in every call and for the length of a mapping.</summary>
    private GstBufferRef Owned
    {
        get
        {
            MiniObjectHandle handle = _handle;
            return new GstBufferRef((Native.GstBuffer*)handle.DangerousPointer, lenderOwnsReference: true, handle);
        }
    }

    /// <summary>What is given away ends at once: this object could not take anything any more.</summary>
    private GstBuffer NotThis(GstBuffer other) => ReferenceEquals(other, this)
        ? throw new ArgumentException("A buffer cannot be appended to itself. Append a Copy() of it.", nameof(other))
        : other;

    private static GstBufferRef Ref(in HandleLease lease) => new(lease.Buffer, lenderOwnsReference: true);
}
