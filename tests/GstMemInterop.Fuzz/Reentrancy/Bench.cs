using System.Buffers;
using System.Runtime.InteropServices;
using GstMemInterop.Bytes;

namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>On which objects a call is made.</summary>
public enum Choice
{
    Another,
    Same,
    Disposed,
}

/// <summary>What the callback that runs was about. Pointers where it got borrows.</summary>
public sealed record Subject(
    GstBuffer? Buffer = null, GstMemory? Memory = null, GstBufferList? List = null, GstSample? Sample = null, GstAllocator? Allocator = null,
    GstBufferPool? Pool = null, GstBufferPoolConfig? Config = null, nint BufferPointer = 0, nint MemoryPointer = 0);

/// <summary>Gives every call its object and its arguments; what it gave is released after the call. Only generated code calls it.</summary>
public sealed unsafe class Bench(Choice choice, Subject subject, Shared shared) : IDisposable
{
    private readonly List<IDisposable> _given = [];

    /// <summary>One whose objects all live: neither disposed before the call, nor what a callback is told about on its way out.</summary>
    public Bench Living
    {
        get
        {
            Bench living = new(Choice.Another, subject, shared);
            _given.Add(living);
            return living;
        }
    }

    public GstBuffer Get_GstBuffer() => choice == Choice.Same && subject.Buffer is { } same ? same : Given(GstBuffer.CopyOf(Shared.Bytes));

    public GstBufferRef Get_GstBufferRef() => choice == Choice.Same && subject.BufferPointer != 0 ? GstBufferRef.Borrow(subject.BufferPointer) : Get_GstBuffer().Borrow();

    public GstMemory Get_GstMemory() => choice == Choice.Same && subject.Memory is { } same ? same : Given(GstMemory.CopyOf(Shared.Bytes));

    public GstMemoryRef Get_GstMemoryRef() => choice == Choice.Same && subject.MemoryPointer != 0 ? GstMemoryRef.Borrow(subject.MemoryPointer) : Get_GstMemory().Borrow();

    public GstBufferList Get_GstBufferList()
    {
        if (choice == Choice.Same && subject.List is { } same)
        {
            return same;
        }

        GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.CopyOf(Shared.Bytes));
        list.Add(GstBuffer.CopyOf(Shared.Bytes));
        return Given(list);
    }

    public GstBufferListRef Get_GstBufferListRef() => Get_GstBufferList().Borrow();

    public GstBufferListRef.Enumerator Get_ListEnumerator()
    {
        GstBufferListRef.Enumerator each = Get_GstBufferList().GetEnumerator();
        each.MoveNext();
        return each;
    }

    public GstSample Get_GstSample() => choice == Choice.Same && subject.Sample is { } same ? same : Given(GstSample.Create(Get_GstBuffer()));

    public GstAllocator Get_GstAllocator() => choice == Choice.Same && subject.Allocator is { } same ? same : Given(GstAllocator.SystemMemory);

    public GstObject Get_GstObject() => Get_GstAllocator();

    public RecyclingAllocator Get_RecyclingAllocator() => Given(new RecyclingAllocator());

    public TrackingAllocator Get_TrackingAllocator() => Given(new TrackingAllocator());

    public CustomAllocator Get_CustomAllocator() => choice == Choice.Same && subject.Allocator is CustomAllocator same ? same : Get_RecyclingAllocator();

    public GstBufferPool Get_GstBufferPool() => choice == Choice.Same && subject.Pool is { } same ? same : Given(ActivePool());

    public GstVideoBufferPool Get_GstVideoBufferPool() => Given(GstVideoBufferPool.Create());

    public GstBufferPoolConfig Get_GstBufferPoolConfig() => choice == Choice.Same && subject.Config is { } same ? same : Given(new GstBufferPoolConfig { Size = 16 });

    public GstMemoryCollection Get_GstMemoryCollection() => Get_GstBufferRef().Memories;

    public GstMemoryCollection.Enumerator Get_MemoryEnumerator()
    {
        GstMemoryCollection.Enumerator each = Get_GstMemoryCollection().GetEnumerator();
        each.MoveNext();
        return each;
    }

    public GstMetaCollection Get_GstMetaCollection() => Get_GstBuffer().Metas;

    public GstMetaCollection.Enumerator Get_MetaEnumerator()
    {
        GstMetaCollection.Enumerator each = Get_GstMetaCollection().GetEnumerator();
        each.MoveNext();
        return each;
    }

    public GstMetaRef Get_GstMetaRef() => Get_GstBuffer().AddVideoCropMeta(1, 2, 3, 4).Meta;

    public GstVideoCropMetaRef Get_GstVideoCropMetaRef() => Get_GstBuffer().AddVideoCropMeta(1, 2, 3, 4);

    public GstVideoMetaRef Get_GstVideoMetaRef() => Get_GstBuffer().AddVideoMeta(default, GstVideoFormat.GRAY8, 4, 4);

    public GstVideoRegionOfInterestMetaRef Get_Region() => Get_GstBuffer().AddVideoRegionOfInterestMeta("face", 1, 2, 3, 4);

    public GstAudioMetaRef Get_GstAudioMetaRef() => Get_GstBuffer().AddAudioMeta(GstAudioFormat.S16, GstAudioLayout.Interleaved, 8000, 1, 4);

    public GstAudioClippingMetaRef Get_Clipping() => Get_GstBuffer().AddAudioClippingMeta(GstFormat.Time, 1, 2);

    public GstParentBufferMetaRef Get_Parent() => Get_GstBuffer().AddParentBufferMeta(Get_GstBuffer());

    public GstProtectionMetaRef Get_Protection() => Get_GstBuffer().AddProtectionMeta("application/x-cenc, iv_size=(uint)8");

    public GstReferenceTimestampMetaRef Get_Timestamp() => Get_GstBuffer().AddReferenceTimestampMeta(Get_GstCaps(), GstClockTime.Zero, GstClockTime.Zero);

    public GstCustomMetaRef Get_Custom() => Get_GstBuffer().AddCustomMeta(Shared.CustomMetaName);

    public GstMetaStructureRef Get_Structure() => Get_Custom().Structure;

    public GstMetaRef<long> Get_MetaOfLong() => Get_GstBuffer().AddMeta(shared.Plain, 7);

    public GstObjectMetaRef<string> Get_MetaOfString() => Get_GstBuffer().AddMeta(shared.Object, "seven");

    public GstMeta<long> Get_PlainType() => shared.Plain;

    public GstObjectMeta<string> Get_ObjectType() => shared.Object;

    public GstMetaType Get_MetaType() => shared.Plain;

    public GstMetaApi Get_GstMetaApi() => GstMetaApi.VideoCrop;

    public MappedSequence Get_MappedSequence() => Given(Get_GstBufferRef().MapSequence());

    public OwnedMapping Get_OwnedMapping() => Given(Get_GstBuffer().MapWriteOwned());

    public OwnedReadMapping Get_OwnedReadMapping() => Given(Get_GstBuffer().MapReadOwned());

    public ReadMapping Get_ReadMapping() => Get_GstBuffer().MapRead();

    public WriteMapping Get_WriteMapping() => Get_GstBuffer().MapWrite();

    public MemoryMappings<ReadMapping> Get_EachRead() => Get_GstBufferRef().MapEachRead();

    public MemoryMappings<WriteMapping> Get_EachWrite() => Get_GstBuffer().MapEachWrite();

    public MemoryMappings<ReadMapping>.Enumerator Get_EachReadEnumerator() => Get_EachRead().GetEnumerator();

    public MemoryMappings<WriteMapping>.Enumerator Get_EachWriteEnumerator() => Get_EachWrite().GetEnumerator();

    public GstVideoInfo Get_GstVideoInfo() => GstVideoInfo.Create(GstVideoFormat.GRAY8, 4, 4);

    public GstCaps Get_GstCaps() => Given(GstCaps.Parse("timestamp/x-unix"));

    public NativeChunk Get_NativeChunk() => Given(new NativeChunk(Shared.Bytes));

    public IMemoryOwner<byte> Get_Owner() => MemoryPool<byte>.Shared.Rent(16);

    public ArrayPool<byte> Get_ArrayPool() => ArrayPool<byte>.Shared;

    public Action Get_Action() => static () => { };

    public GstBufferListHandler Get_ListHandler() => static (ref GstBufferListItem item) => item.Buffer.Size > 0;

    public GstBufferListHandler<byte[]> Get_ListHandlerWithState() => static (ref GstBufferListItem item, byte[] state) => item.Index < 1;

    public GstMetaPredicate Get_MetaPredicate() => static meta => meta.Size > 0;

    public IBufferWriter<byte> Get_Writer() => new ArrayBufferWriter<byte>();

    public Memory<byte> Get_MemoryOfBytes() => new byte[16];

    public ReadOnlyMemory<byte> Get_ReadOnlyMemoryOfBytes() => new byte[16];

    public byte[] Get_Bytes() => new byte[16];

    public Span<byte> Get_SpanOfBytes() => new byte[4];

    public ReadOnlySpan<byte> Get_ReadOnlySpanOfBytes() => new byte[4];

    public ReadOnlySpan<nuint> Get_Offsets() => default;

    public ReadOnlySpan<int> Get_Strides() => default;

    public CancellationToken Get_CancellationToken() => new(canceled: true);

    public string Get_Text(string name) => name switch
    {
        "name" => Shared.CustomMetaName,
        "field" => "field",
        "structure" => "info, a=(int)1",
        "info" => "info, a=(int)1",
        _ => "text",
    };

    public int Get_Int32(string name) => name is "count" or "memoryCount" or "channels" or "length" ? 1 : name is "width" or "height" ? 4 : name is "rate" ? 8000 : 0;

    public nuint Get_UIntPtr(string name) => name == "maxSize" ? 16u : name is "samples" ? 4u : name == "offset" ? 0u : 4u;

    public nint Get_IntPtr(string name) => name == "address" ? shared.Address : 0;

    public uint Get_UInt32() => 1;

    public ulong Get_UInt64() => 1;

    public long Get_Int64() => 1;

    public double Get_Double() => 1;

    public bool Get_Boolean() => true;

    public byte Get_Byte() => 1;

    public object? Get_Object() => "object";

    public Range Get_Range() => ..;

    /// <summary>A pointer with a reference of its own, for those who adopt it.</summary>
    public nint Referenced(GstObject it)
    {
        ArgumentNullException.ThrowIfNull(it);
        return GstAllocator.Retain(it.DangerousHandle).DangerousDetach();
    }

    /// <summary>Reads, so that a span over freed or foreign bytes shows.</summary>
    public void Use(ReadOnlySpan<byte> bytes) => shared.Sum += bytes.Length > 0 ? bytes[0] + bytes[^1] : 0;

    public void Dispose()
    {
        for (int i = _given.Count - 1; i >= 0; i--)
        {
            _given[i].Dispose();
        }
    }

    private T Given<T>(T given) where T : IDisposable
    {
        _given.Add(given);
        if (choice == Choice.Disposed)
        {
            given.Dispose();
        }

        return given;
    }

    private static GstBufferPool ActivePool()
    {
        GstBufferPool pool = GstBufferPool.Create();
        using GstBufferPoolConfig config = new() { Size = 16 };
        pool.SetConfig(config);
        pool.Activate();
        return pool;
    }
}

/// <summary>What is made once: types are registered for ever.</summary>
public sealed unsafe class Shared
{
    public const string CustomMetaName = "ReentrancyCustom";

    internal static readonly byte[] Bytes = [.. Enumerable.Range(1, 16).Select(static i => (byte)i)];

    public GstMeta<long> Plain { get; } = GstMeta.Register<long>("ReentrancyPlain");

    public GstObjectMeta<string> Object { get; } = GstObjectMeta.Register<string>("ReentrancyObject");

    public nint Address { get; } = (nint)NativeMemory.AllocZeroed(64);

    public long Sum { get; set; }

    public bool HasCustomMeta { get; } = GstCustomMeta.Register(CustomMetaName);
}
