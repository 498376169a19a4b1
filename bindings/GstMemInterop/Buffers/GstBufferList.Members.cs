namespace GstMemInterop;

// Every member here stands once, in GstBufferListRef; these lease the handle and forward. A test keeps the two lists equal.
public sealed unsafe partial class GstBufferList
{
    /// <inheritdoc cref="GstBufferListRef.ReferenceCount"/>
    public int ReferenceCount => Owned.ReferenceCount;

    /// <inheritdoc cref="GstBufferListRef.IsWritable"/>
    public bool IsWritable => Owned.IsWritable;

    /// <inheritdoc cref="GstBufferListRef.Count"/>
    public int Count => Owned.Count;

    /// <inheritdoc cref="GstBufferListRef.this[int]"/>
    public GstBufferRef this[int index] => Owned[index];

    /// <inheritdoc cref="GstBufferListRef.CalculateSize"/>
    public nuint CalculateSize() => Owned.CalculateSize();

    /// <inheritdoc cref="GstBufferListRef.Retain"/>
    public GstBufferList Retain() => new(_handle.AddReference());

    /// <inheritdoc cref="GstBufferListRef.Copy"/>
    public GstBufferList Copy() => Owned.Copy();

    /// <inheritdoc cref="GstBufferListRef.CopyDeep"/>
    public GstBufferList CopyDeep() => Owned.CopyDeep();

    /// <inheritdoc cref="GstBufferListRef.GetEnumerator"/>
    public GstBufferListRef.Enumerator GetEnumerator() => Owned.GetEnumerator();

    /// <inheritdoc cref="GstBufferListRef.GetWritable"/>
    public GstBufferRef GetWritable(int index) => Owned.GetWritable(index);

    /// <inheritdoc cref="GstBufferListRef.Add"/>
    public void Add(GstBuffer buffer) => Owned.Add(buffer);

    /// <inheritdoc cref="GstBufferListRef.Insert"/>
    public void Insert(int index, GstBuffer buffer) => Owned.Insert(index, buffer);

    /// <inheritdoc cref="GstBufferListRef.Replace"/>
    public void Replace(int index, GstBuffer buffer) => Owned.Replace(index, buffer);

    /// <inheritdoc cref="GstBufferListRef.RemoveAt"/>
    public void RemoveAt(int index) => Owned.RemoveAt(index);

    /// <inheritdoc cref="GstBufferListRef.RemoveRange"/>
    public void RemoveRange(int index, int count) => Owned.RemoveRange(index, count);

    /// <inheritdoc cref="GstBufferListRef.Clear"/>
    public void Clear() => Owned.Clear();

    /// <inheritdoc cref="GstBufferListRef.TakeAt"/>
    public GstBuffer TakeAt(int index) => Owned.TakeAt(index);

    /// <inheritdoc cref="GstBufferListRef.Drain()"/>
    public GstBuffer[] Drain() => Owned.Drain();

    /// <inheritdoc cref="GstBufferListRef.Drain(int, int)"/>
    public GstBuffer[] Drain(int index, int count) => Owned.Drain(index, count);

    /// <inheritdoc cref="GstBufferListRef.ForEach(GstBufferListHandler)"/>
    public bool ForEach(GstBufferListHandler handler) => Owned.ForEach(handler);

    /// <inheritdoc cref="GstBufferListRef.ForEach{TState}(GstBufferListHandler{TState}, TState)"/>
    public bool ForEach<TState>(GstBufferListHandler<TState> handler, TState state) => Owned.ForEach(handler, state);

    /// <summary>Borrows this list. The borrow knows its owner: after <see cref="Dispose"/> its members throw.</summary>
    public GstBufferListRef Borrow() => Owned;

    /// <summary>A borrow that leases this object itself, in every call and for the length of a mapping of one of its buffers.</summary>
    private GstBufferListRef Owned
    {
        get
        {
            MiniObjectHandle handle = _handle;
            return new GstBufferListRef((Native.GstBufferList*)handle.DangerousPointer, handle);
        }
    }
}
