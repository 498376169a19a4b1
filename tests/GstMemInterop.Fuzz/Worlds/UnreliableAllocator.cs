using System.Runtime.InteropServices;

namespace GstMemInterop.Fuzz.Worlds;

/// <summary>What was planted; it must never come through to a caller.</summary>
internal sealed class PlantedException() : Exception("planted");

/// <summary>An allocator that refuses, throws, or uses the library inside of its overrides, by the world's mood.</summary>
internal sealed unsafe class UnreliableAllocator : CustomAllocator
{
    private static readonly byte[] s_pattern = [.. Enumerable.Range(0, 5000).Select(static i => (byte)(i * 3))];

    private readonly Mood _mood;
    private readonly GstMemory _bystander = GstMemory.CopyOf(s_pattern);
    private int _live;
    private int _step;
    private int _call;

    internal UnreliableAllocator(Mood mood, int seed) : base("UnreliableMemory")
    {
        _mood = mood;
        _step = seed;
    }

    internal bool IsCalm { get; set; }

    /// <summary>What is refused during a step depends on nothing but the step.</summary>
    internal void Begin(Step step) => (_step, _call) = (HashCode(HashCode((int)step.Verb, step.A), HashCode(step.B, step.C)), 0);

    internal int Live => Volatile.Read(ref _live);

    protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
    {
        if (Refuses())
        {
            return default;
        }

        Interlocked.Increment(ref _live);
        return MemoryBlock.FromPointer((nint)NativeMemory.Alloc(size + 1), size);
    }

    protected override void Free(in MemoryBlock block)
    {
        new Span<byte>((void*)block.DangerousAddress, (int)block.Size).Fill(0xDD);
        NativeMemory.Free((void*)block.DangerousAddress);
        Interlocked.Decrement(ref _live);
        _ = Refuses();
    }

    protected override nint Map(in MemoryBlock block, GstMapFlags flags, ref object? mapping) => Refuses() ? 0 : block.DangerousAddress;

    protected override void Unmap(in MemoryBlock block, GstMapFlags flags, object? mapping) => Refuses();

    protected override bool Share(in MemoryBlock block, nuint offset, nuint size, ref object? share) => !Refuses();

    /// <summary>The most natural copy there is; or the library's own, or none.</summary>
    protected override GstMemory? Copy(GstMemoryRef memory, nint offset, nuint size) =>
        Refuses() || !_mood.HasFlag(Mood.CallingBack) || offset < 0 ? null : GstMemory.CopyOf(memory.ToArray((nuint)offset, size));

    protected override bool IsSpan(GstMemoryRef first, GstMemoryRef second) => !Refuses() && base.IsSpan(first, second);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _bystander.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Refuses()
    {
        // From the step and not from a sequence: what a smaller script keeps behaves as before.
        int chance = (int)((uint)HashCode(_step, Interlocked.Increment(ref _call)) % 12);

        if (_mood.HasFlag(Mood.CallingBack) && !_bystander.IsDisposed && chance % 2 == 0)
        {
            CallBack(chance);
        }

        if (IsCalm)
        {
            return false;
        }

        if (_mood.HasFlag(Mood.Throwing) && chance == 1)
        {
            throw new PlantedException();
        }

        return _mood.HasFlag(Mood.Refusing) && chance == 3;
    }

    /// <summary>The same in every process, which that of .NET is not.</summary>
    private static int HashCode(int a, int b) => unchecked((int)((((uint)a * 2654435761u) ^ ((uint)b * 2246822519u)) >> 3));

    private void CallBack(int kind)
    {
        using (ReadMapping mapping = _bystander.MapRead())
        {
            if (!mapping.Span.SequenceEqual(s_pattern))
            {
                throw new InvalidOperationException("a mapping inside an override shows foreign bytes");
            }
        }

        using GstBuffer buffer = GstBuffer.CopyOf(s_pattern.AsSpan(0, 50));
        using WriteMapping written = buffer.MapWrite();
        written.Span.Fill((byte)kind);
        if (kind > 6)
        {
            using GstBuffer copy = buffer.Copy();
            using ReadMapping read = copy.MapRead();
        }
    }
}
