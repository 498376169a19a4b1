using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>Freed blocks of native memory by size class, for many threads; bounded. Needs no managed byte once it is warm.</summary>
internal sealed unsafe class BlockStore
{
    private const nuint PageAlignedFrom = 64 << 10;

    private readonly KeptBlocks?[] _classes = new KeptBlocks?[SizeClass.Count];
    private long _allocations;
    private long _fresh;
    private long _trimmed;
    private long _peak;

    // What is kept is the difference. The order of the two additions makes it look too large for a moment, never too small:
    // so the bound holds without a lock.
    private long _held;
    private long _live;
    private volatile bool _closed;

    internal BlockStore(nuint maxKeptBytes, nuint alignment)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxKeptBytes, (nuint)nint.MaxValue);
        MaxKeptBytes = maxKeptBytes;
        Alignment = Math.Max(Throw.AlignmentMask(alignment) + 1, (nuint)sizeof(nint));
        PressureWatch.Start(this);
    }

    ~BlockStore() => Close();

    internal nuint MaxKeptBytes { get; }

    internal nuint Alignment { get; }

    internal RecyclingStatistics Statistics
    {
        get
        {
            long fresh = Volatile.Read(ref _fresh);
            long live = Volatile.Read(ref _live);
            long allocations = Volatile.Read(ref _allocations);
            return new RecyclingStatistics
            {
                Allocations = allocations,
                Reuses = Math.Max(0, allocations - fresh),
                LiveBytes = (nuint)live,
                PeakLiveBytes = (nuint)Volatile.Read(ref _peak),
                KeptBytes = (nuint)Math.Max(0, Volatile.Read(ref _held) - live),
                TrimmedBytes = (nuint)Volatile.Read(ref _trimmed),
            };
        }
    }

    internal nint Rent(nuint size, out nuint whole)
    {
        int index = SizeClass.Of(size);
        whole = SizeClass.BytesOf(index);
        Interlocked.Increment(ref _allocations);
        nint block = Volatile.Read(ref _classes[index])?.Take() ?? 0;
        if (block == 0)
        {
            block = AllocateOrTrim(whole);
            Interlocked.Increment(ref _fresh);
            Interlocked.Add(ref _held, (long)whole);
        }

        long live = Interlocked.Add(ref _live, (long)whole);
        long peak = Volatile.Read(ref _peak);
        while (live > peak)
        {
            long seen = Interlocked.CompareExchange(ref _peak, live, peak);
            peak = seen == peak ? live : seen;
        }

        return block;
    }

    internal void Return(nint block, nuint whole)
    {
        Interlocked.Add(ref _live, -(long)whole);
        int index = SizeClass.Of(whole);
        if (_closed || whole > MaxKeptBytes || !MakeRoom(index))
        {
            Discard(block, whole);
            return;
        }

        ClassOf(index).Keep(block);
    }

    internal nuint Trim()
    {
        nuint trimmed = 0;
        for (int i = 0; i < _classes.Length; i++)
        {
            while (Drop(i))
            {
                trimmed += SizeClass.BytesOf(i);
            }
        }

        Interlocked.Add(ref _trimmed, (long)trimmed);
        return trimmed;
    }

    /// <summary>From now on nothing is kept.</summary>
    internal void Close()
    {
        _closed = true;
        Trim();
    }

    /// <summary>A stream that changed its size leaves blocks that nobody asks for any more: they make room for the newer ones.</summary>
    private bool MakeRoom(int index)
    {
        int next = 0;
        while (Volatile.Read(ref _held) - Volatile.Read(ref _live) > (long)MaxKeptBytes)
        {
            while (next < _classes.Length && (next == index || !Drop(next)))
            {
                next++;
            }

            if (next == _classes.Length)
            {
                return false;
            }

            Interlocked.Add(ref _trimmed, (long)SizeClass.BytesOf(next));
        }

        return true;
    }

    private bool Drop(int index)
    {
        nint block = Volatile.Read(ref _classes[index])?.Take() ?? 0;
        if (block == 0)
        {
            return false;
        }

        Discard(block, SizeClass.BytesOf(index));
        return true;
    }

    private void Discard(nint block, nuint whole)
    {
        NativeMemory.AlignedFree((void*)block);
        Interlocked.Add(ref _held, -(long)whole);
    }

    private nint AllocateOrTrim(nuint whole)
    {
        nuint alignment = whole >= PageAlignedFrom ? Math.Max(Alignment, (nuint)Environment.SystemPageSize) : Alignment;
        try
        {
            return (nint)NativeMemory.AlignedAlloc(whole, alignment);
        }
        catch (OutOfMemoryException) when (Trim() > 0)
        {
            return (nint)NativeMemory.AlignedAlloc(whole, alignment);
        }
    }

    private KeptBlocks ClassOf(int index)
    {
        KeptBlocks? found = Volatile.Read(ref _classes[index]);
        if (found is null)
        {
            KeptBlocks made = new();
            found = Interlocked.CompareExchange(ref _classes[index], made, null) ?? made;
        }

        return found;
    }

    /// <summary>Found unreachable after every full collection; a store that finds the machine short of memory then trims itself.</summary>
    private sealed class PressureWatch
    {
        private readonly GCHandle _store;

        private PressureWatch(BlockStore store) => _store = GCHandle.Alloc(store, GCHandleType.Weak);

        internal static void Start(BlockStore store) => _ = new PressureWatch(store);

        ~PressureWatch()
        {
            if (_store.Target is not BlockStore { _closed: false } store)
            {
                _store.Free();
                return;
            }

            GCMemoryInfo memory = GC.GetGCMemoryInfo();
            if (memory.MemoryLoadBytes >= memory.HighMemoryLoadThresholdBytes)
            {
                store.Trim();
            }

            GC.ReRegisterForFinalize(this);
        }
    }
}
