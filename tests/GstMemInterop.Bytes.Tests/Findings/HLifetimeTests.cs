using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes.Tests.Findings;

/// <summary>H12: what is collected under a lease is reported and stays; H20: what throws where nobody can catch it is told.</summary>
public class HLifetimeTests
{
    private const int Size = 8 << 20; // large enough to be unmapped when it is freed: a use afterwards ends the process

    public delegate Span<byte> Taking();

    public static TheoryData<string, Taking> FormsThatRootNothing => new()
    {
        { "Memory", () => new NativeChunk(Size).Memory.Span },
        { "Lease", () => Of(new NativeChunk(Size).Lease().Span) },
        { "LeaseMemory", () => new NativeChunk(Size).LeaseMemory().Memory.Span },
        { "GetSpan", () => new NativeChunk(0).GetSpan(Size) },
        { "GetMemory", () => new NativeChunk(0).GetMemory(Size).Span },
        { "slice lease", () => Of(new NativeSlice(new NativeChunk(Size), 5).Lease().Span) },
        { "slice memory", () => new NativeSlice(new NativeChunk(Size)).LeaseMemory().Memory.Span },
        { "lease of its memory", () => Of(new ByteMemory(new NativeChunk(Size).Memory).Lease().Span) },
        { "disposed under a lease", DisposedUnderALease },
        { "view's span", () => View().AsSpan<byte>() },
        { "view's memory", () => View().Memory.Span },
        { "view's plane", () => View().AsPlane<byte>(Size / 2, 2)[0] },
        { "view's part", () => View()[9..].AsSpan<byte>() },
        { "view's lease", () => Of(View().Lease().Span) },
        { "view's leased memory", () => View().LeaseMemory().Memory.Span },
        { "view of a handle", () => ViewOfHandle().AsSpan<byte>() },
        { "lease of a view of a handle", () => Of(ViewOfHandle().Lease().Span) },
        { "view of an object", () => ViewOfObject().AsSpan<byte>() },
        { "lease of a view of an object", () => Of(ViewOfObject().Lease().Span) },
        { "lease of somebody's memory", () => Of(new ByteMemory(new Manager().Memory).Lease().Span) },
    };

    [Theory, MemberData(nameof(FormsThatRootNothing), DisableDiscoveryEnumeration = true)]
    public void H12_A_collection_frees_nothing_under_a_span(string form, Taking take)
    {
        List<Exception> reports = [];
        EventHandler<UnseenFailureEventArgs> listener = (_, e) => { lock (reports) { reports.Add(e.Failure); } };
        UnseenFailures.Raised += listener;
        try
        {
            Span<byte> span = take();
            Collect();
            span[0] = 1;
            span[^1] = 2;
            span.Fill(3);
            Assert.True(reports.Count >= 1, $"{form}: nothing was reported");
            Assert.Contains("still out", reports[0].Message, StringComparison.Ordinal);
        }
        finally
        {
            UnseenFailures.Raised -= listener;
        }
    }

    [Fact]
    public void H12_Ordinary_use_without_Dispose_leaks_nothing()
    {
        List<Exception> reports = [];
        EventHandler<UnseenFailureEventArgs> listener = (_, e) => { lock (reports) { reports.Add(e.Failure); } };
        UnseenFailures.Raised += listener;
        long before = Environment.WorkingSet;
        try
        {
            for (int i = 0; i < 400; i++)
            {
                Use();
                if (i % 40 == 0)
                {
                    Collect();
                }
            }

            Collect();
            Assert.Empty(reports);
            Assert.InRange(Environment.WorkingSet - before, long.MinValue, 1L << 30);
        }
        finally
        {
            UnseenFailures.Raised -= listener;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Use()
        {
            NativeChunk chunk = new(Size);
            using (SpanLease lease = chunk.Lease())
            {
                lease.Span.Fill(1);
            }

            using (IMemoryOwner<byte> owner = chunk.LeaseMemory())
            {
                owner.Memory.Span.Fill(2);
            }

            _ = chunk.Memory.Span.Length;
            chunk.ReturnMemory();
            chunk.Pin().Dispose();
            chunk.Write("abc"u8);
            chunk.Reverse();
        }
    }

    [Fact]
    public void H12_A_lease_that_another_finalizer_ends_afterwards_frees_the_block()
    {
        int released = 0;
        Abandon(() => Interlocked.Increment(ref released));
        Collect();
        Collect();
        Assert.Equal(1, released);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Abandon(Action count)
        {
            nint pointer = Allocate();
            MemoryView view = new(pointer, Size, MemoryAccess.ReadWrite, release: p => { count(); Free(p); });
            _ = new DisposesInItsFinalizer(view.LeaseMemory());
        }
    }

    [Fact]
    public void H12_A_view_that_is_disposed_on_another_thread_is_not_released_under_a_copy()
    {
        for (int round = 0; round < 200; round++)
        {
            nint pointer = Allocate();
            using MemoryView view = new(pointer, Size, MemoryAccess.ReadWrite, release: Free);
            using Barrier barrier = new(2);
            Thread disposing = new(() => { barrier.SignalAndWait(Timeout.Infinite, CancellationToken.None); Thread.SpinWait(round * 20); view.Dispose(); });
            disposing.Start();
            byte[] copy = new byte[Size / 8];
            barrier.SignalAndWait(Timeout.Infinite, CancellationToken.None);
            try
            {
                while (true)
                {
                    view.Read(Size / 2, copy);
                }
            }
            catch (ObjectDisposedException)
            {
            }

            disposing.Join();
        }
    }

    [Fact]
    public void H12_A_sequence_keeps_what_it_was_made_of_while_it_is_enumerated()
    {
        int parts = 0;
        foreach (ReadOnlyMemory<byte> part in Make().Sequence)
        {
            Collect();
            parts += part.Span[0];
        }

        foreach (ReadOnlyMemory<byte> part in MakeStream().AsSequence())
        {
            Collect();
            parts += part.Span[0];
        }

        Assert.Equal(4, parts);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static SegmentedSequence Make()
        {
            byte[] a = [1];
            return new([a, a], new DisposesInItsFinalizer(new Clearing(a)));
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static SegmentedStream MakeStream()
        {
            byte[] a = [1];
            return new([a.AsMemory(), a.AsMemory()], [new DisposesInItsFinalizer(new Clearing(a))]);
        }
    }

    [Fact]
    public void H20_A_release_that_throws_in_the_finalizer_is_reported_and_ends_nothing()
    {
        List<Exception> reports = [];
        EventHandler<UnseenFailureEventArgs> listener = (_, e) => { lock (reports) { reports.Add(e.Failure); } };
        EventHandler<UnseenFailureEventArgs> throwing = (_, _) => throw new InvalidOperationException("a listener that throws");
        UnseenFailures.Raised += listener;
        UnseenFailures.Raised += throwing;
        try
        {
            long before = UnseenFailures.Count;
            Abandon();
            Collect();
            Assert.Contains(reports, r => r.Message == "the release failed");
            Assert.True(UnseenFailures.Count > before);
        }
        finally
        {
            UnseenFailures.Raised -= listener;
            UnseenFailures.Raised -= throwing;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Abandon() =>
            _ = new MemoryView(1 << 20, 16, release: _ => throw new InvalidOperationException("the release failed"));
    }

    [Fact]
    public void H20_A_release_that_throws_in_Dispose_is_thrown_there_and_runs_once()
    {
        int calls = 0;
        MemoryView view = new(1 << 20, 16, release: _ => { calls++; throw new InvalidOperationException("the release failed"); });
        Assert.Throws<InvalidOperationException>(view.Dispose);
        view.Dispose();
        Assert.Equal(1, calls);
        Assert.Throws<ObjectDisposedException>(() => view.Length);
    }

    [Fact]
    public void H20_A_stream_and_a_sequence_dispose_every_owner_and_then_throw()
    {
        foreach (Func<IDisposable[], IDisposable> make in new Func<IDisposable[], IDisposable>[]
        {
            owners => new SegmentedStream([new byte[1].AsMemory()], owners),
            owners => new SegmentedSequence([new byte[1]], owners),
        })
        {
            int disposed = 0;
            IDisposable good = new Calling(() => disposed++);
            IDisposable bad = new Calling(() => throw new InvalidOperationException("one"));
            IDisposable one = make([good, bad, good]);
            Assert.Equal("one", Assert.Throws<InvalidOperationException>(one.Dispose).Message);
            Assert.Equal(2, disposed);
            one.Dispose();
            Assert.Equal(2, disposed);
            IDisposable two = make([bad, good, bad]);
            Assert.Equal(2, Assert.Throws<AggregateException>(two.Dispose).InnerExceptions.Count);
            Assert.Equal(3, disposed);
        }
    }

    [Fact]
    public void H20_Advance_throws_what_it_documents()
    {
        using NativeChunk chunk = new("abc"u8);
        chunk.Advance(0);
        Assert.Throws<InvalidOperationException>(() => chunk.Advance(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Advance(-1));
        int room = chunk.GetSpan(10).Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Advance(room + 1));
        chunk.Advance(room);
        Assert.Equal(3 + room, chunk.Length);
        Assert.Throws<InvalidOperationException>(() => chunk.Advance(1));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe Span<byte> Of(scoped Span<byte> span) =>
        // The compiler refuses to let the span of a lease escape; this is what it would be without that.
        new(Unsafe.AsPointer(ref MemoryMarshal.GetReference(span)), span.Length);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<byte> DisposedUnderALease()
    {
        NativeChunk chunk = new(Size);
        Span<byte> span = Of(chunk.Lease().Span);
        chunk.Dispose();
        return span;
    }

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static unsafe nint Allocate() => (nint)NativeMemory.AlignedAlloc(Size, 4096);

    private static unsafe void Free(nint pointer) => NativeMemory.AlignedFree((void*)pointer);

    private static MemoryView View() => new(Allocate(), Size, MemoryAccess.ReadWrite, release: Free);

    private static MemoryView ViewOfHandle()
    {
        Handle handle = new();
        return new(handle.DangerousGetHandle(), Size, MemoryAccess.ReadWrite, owner: handle);
    }

    private static MemoryView ViewOfObject()
    {
        Block block = new();
        return new(block.Pointer, Size, MemoryAccess.ReadWrite, owner: block);
    }

    private sealed class Handle : SafeHandle
    {
        public Handle()
            : base(0, ownsHandle: true) => SetHandle(Allocate());

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            Free(handle);
            return true;
        }
    }

    private sealed class Block
    {
        public nint Pointer { get; } = Allocate();

        ~Block() => Free(Pointer);
    }

    private sealed unsafe class Manager : MemoryManager<byte>
    {
#pragma warning disable CA2015 // The case in question: somebody else's manager that frees in its finalizer.
        private readonly nint _pointer = Allocate();

        ~Manager() => Free(_pointer);
#pragma warning restore CA2015

        public override Span<byte> GetSpan() => new((void*)_pointer, Size);

        public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)_pointer + elementIndex, default, this);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class DisposesInItsFinalizer(IDisposable owned) : IDisposable
    {
        ~DisposesInItsFinalizer() => owned.Dispose();

        public void Dispose()
        {
            owned.Dispose();
            GC.SuppressFinalize(this);
        }
    }

    private sealed class Clearing(byte[] bytes) : IDisposable
    {
        public void Dispose() => Array.Clear(bytes);
    }

    private sealed class Calling(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
