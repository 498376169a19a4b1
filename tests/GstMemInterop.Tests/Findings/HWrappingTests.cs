using System.Buffers;
using System.Runtime.CompilerServices;

namespace GstMemInterop.Tests.Findings;

/// <summary>Section H: memory managers of the user's are measured before C gets their bytes.</summary>
public class HWrappingTests
{
    public static TheoryData<string> Liars => ["null pin", "other pin", "short span", "throwing span", "throwing pin"];

    [Theory]
    [MemberData(nameof(Liars))]
    public void H10_A_memory_manager_that_does_not_hold_what_it_says_is_refused(string lie)
    {
        foreach (Action<LyingManager> wrap in (Action<LyingManager>[])
        [
            static m => GstMemory.Wrap(m.Memory).Dispose(),
            static m => GstMemory.Wrap((ReadOnlyMemory<byte>)m.Memory).Dispose(),
            static m => GstMemory.Wrap((IMemoryOwner<byte>)m).Dispose(),
            static m => GstBuffer.Wrap(m.Memory).Dispose(),
            static m => MemoryBlock.Pin(m.Memory, null),
            static m => MemoryBlock.Pin((IMemoryOwner<byte>)m),
        ])
        {
            LyingManager manager = new(lie);
            Assert.ThrowsAny<Exception>(() => wrap(manager));
            Assert.Equal(manager.Pins, manager.Unpins);
            Assert.False(manager.IsDisposed);
        }
    }

    [Fact]
    public void H10_An_honest_manager_and_no_bytes_at_all_are_wrapped()
    {
        LyingManager honest = new("");
        using (GstMemory memory = GstMemory.Wrap(honest.Memory))
        {
            memory.Set(0, 7, 4096);
            Assert.Equal(4096, honest.GetSpan().ToArray().Count(static b => b == 7));
        }

        Assert.Equal((1, 1), (honest.Pins, honest.Unpins));
        using GstMemory empty = GstMemory.Wrap(default(Memory<byte>));
        Assert.Equal(0u, empty.Size);
        using GstMemory none = GstMemory.Wrap(new LyingManager("empty").Memory);
        Assert.Equal(0u, none.Size);
    }

    [Fact]
    public void H10_The_release_runs_also_when_undoing_the_pin_throws()
    {
        int released = 0;
        GstMemory.Wrap(new LyingManager("throwing unpin").Memory, () => released++).Dispose();
        Assert.Equal(1, released);
    }

    private sealed unsafe class LyingManager(string lie) : MemoryManager<byte>
    {
        private readonly byte[] _bytes = GC.AllocateArray<byte>(4096, pinned: true);
        private readonly byte[] _others = GC.AllocateArray<byte>(1, pinned: true);

        internal int Pins { get; private set; }

        internal int Unpins { get; private set; }

        internal bool IsDisposed { get; private set; }

        public override Memory<byte> Memory => CreateMemory(lie == "empty" ? 0 : 4096);

        public override Span<byte> GetSpan() => lie switch
        {
            "short span" => _bytes.AsSpan(0, 16),
            "throwing span" => throw new InvalidOperationException("planted"),
            "empty" => default,
            _ => _bytes,
        };

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            if (lie == "throwing pin")
            {
                throw new InvalidOperationException("planted");
            }

            Pins++;
            void* pointer = lie is "null pin" or "empty" ? null : Unsafe.AsPointer(ref (lie == "other pin" ? _others : _bytes)[0]);
            return new MemoryHandle(pointer, default, this);
        }

        public override void Unpin()
        {
            Unpins++;
            if (lie == "throwing unpin")
            {
                throw new InvalidOperationException("planted");
            }
        }

        protected override void Dispose(bool disposing) => IsDisposed = true;
    }
}
