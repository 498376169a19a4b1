using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

public sealed unsafe partial class NativeChunk
{
    /// <summary>Changes the length; new bytes are zero.</summary>
    /// <param name="length">The new length in bytes. Bytes beyond it are lost; the block keeps its capacity.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void Resize(int length) => Resize(length, [0]);

    /// <summary>Changes the length; new bytes repeat a pattern.</summary>
    /// <param name="length">The new length in bytes.</param>
    /// <param name="pattern">At least one byte: "abc" grown to 7 with "12" is "abc1212".</param>
    /// <param name="phase">Where the pattern begins: with the first new byte, or with the first of the chunk ("abc2121").</param>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative, or the phase unknown.</exception>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void Resize(int length, ReadOnlySpan<byte> pattern, PatternPhase phase = PatternPhase.NewBytes)
    {
        if (length < 0)
        {
            Throw.Negative(nameof(length), length);
        }

        if (pattern.IsEmpty)
        {
            Throw.Argument(nameof(pattern), "pattern is empty; it takes at least one byte to fill with.");
        }

        if (phase is not (PatternPhase.NewBytes or PatternPhase.Chunk))
        {
            Throw.Range(nameof(phase), phase, $"phase is {phase}; it must be {PatternPhase.NewBytes} or {PatternPhase.Chunk}.");
        }

        using (Change())
        {
            int old = _length;
            Ensure(length, exact: true);
            _length = length;
            if (length > old)
            {
                ByteEdit.FillPattern(new Span<byte>(_block + old, length - old), pattern, phase == PatternPhase.Chunk ? old : 0);
            }
        }
    }

    /// <summary>Gives back the memory beyond the length.</summary>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void TrimExcess()
    {
        using (Change())
        {
            Move(_length);
        }
    }

    /// <summary>
    /// Begins a change of length or address: refuses it when somebody holds a span, keeps leases from being opened meanwhile,
    /// and keeps this object alive until the change is done.
    /// </summary>
    private Changing Change()
    {
        _leases.Gate.Enter();
        if (IsDisposed || _leases.Open != 0)
        {
            _leases.Gate.Exit();
            ThrowIfDisposed();
            ThrowLeased();
        }

        _version++;
        return new(this);
    }

    private void ThrowLeased()
    {
        string what = _writerOut
            ? $"a span of {nameof(GetSpan)} or {nameof(GetMemory)} is out: call {nameof(Advance)}, with 0 to give it back unused"
            : _memory is not null
                ? $"{nameof(Memory)} was read: call {nameof(ReturnMemory)} when nobody uses it any more"
                : "dispose the leases and pins first";
        Throw.InvalidOperation(
            $"The chunk cannot change its length or address while {_leases.Open} lease(s) of its bytes are out; {what}.");
    }

    /// <summary>Room for some bytes. Growing on the way to more doubles, so that appending is cheap.</summary>
    private void Ensure(int length, bool exact = false)
    {
        if (length > _capacity)
        {
            long wanted = exact ? length : Math.Max(length, Math.Max(_capacity * 2L, 64));
            Move((int)Math.Min(wanted, int.MaxValue));
        }
    }

    private void Move(int capacity)
    {
        if (capacity == _capacity)
        {
            return;
        }

        byte* block = capacity == 0 ? null : Allocate(capacity);
        if (_length > 0)
        {
            Buffer.MemoryCopy(_block, block, capacity, _length);
        }

        Release(_block, _capacity);
        _block = block;
        _capacity = capacity;
    }

    private byte* Allocate(int capacity)
    {
        byte* block = (byte*)NativeMemory.AlignedAlloc((nuint)capacity, (nuint)Alignment);
        GC.AddMemoryPressure(capacity);
        return block;
    }

    private static void Release(byte* block, int capacity)
    {
        if (block is not null)
        {
            NativeMemory.AlignedFree(block);
            GC.RemoveMemoryPressure(capacity);
        }
    }

    private static int CheckedLength(long length)
    {
        if (length > int.MaxValue)
        {
            Throw.InvalidOperation($"The chunk would have {length} bytes; the limit is {int.MaxValue}.");
        }

        return (int)length;
    }

    private readonly ref struct Changing(NativeChunk chunk) : IDisposable
    {
        public void Dispose()
        {
            chunk._leases.Gate.Exit();
            GC.KeepAlive(chunk);
        }
    }
}
