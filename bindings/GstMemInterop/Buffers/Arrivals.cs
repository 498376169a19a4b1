using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>
/// What came into the lists and buffers of one owner or lender since somebody borrowed a part of them. C allocates where it freed, so
/// a borrow that finds "its" buffer or memory by the address may find another one: one that came after the borrow was made.
/// </summary>
/// <remarks>Costs nothing until something is borrowed and something comes after it. A mutable struct: one for each owner or lender.</remarks>
internal unsafe struct Arrivals
{
    private bool _borrowed;
    private Log? _log;

    /// <summary>The arrivals of whom a borrow is from: its lender's, else its owner's; a null reference where it was made of a pointer.</summary>
    internal static ref Arrivals Of(scoped in BufferLender lender, NativeHandle? owner)
    {
        if (lender.Lending is { } lending)
        {
            return ref lending.Arrivals;
        }

        if (owner is not null)
        {
            return ref owner.Arrivals;
        }

        return ref Unsafe.NullRef<Arrivals>();
    }

    /// <summary>A part is about to be borrowed.</summary>
    /// <returns>What the borrow has to remember.</returns>
    internal static ulong Borrow(ref Arrivals arrivals)
    {
        if (Unsafe.IsNullRef(ref arrivals))
        {
            return 0;
        }

        arrivals._borrowed = true;
        return arrivals._log is { } log ? log.Count : 0;
    }

    /// <summary>Whether anybody may have borrowed what was at the address before.</summary>
    internal static bool Matter(ref Arrivals arrivals) => !Unsafe.IsNullRef(ref arrivals) && arrivals._borrowed;

    /// <summary>Something came in that was not there before.</summary>
    internal static void Add(ref Arrivals arrivals, void* what)
    {
        if (Matter(ref arrivals))
        {
            Log log = arrivals._log ?? Interlocked.CompareExchange(ref arrivals._log, new Log(), null) ?? arrivals._log;
            log.Add((nint)what);
        }
    }

    /// <summary>Whether what is at an address came later than the borrow of it.</summary>
    internal static bool IsNewer(ref Arrivals arrivals, void* what, ulong borrowed) =>
        !Unsafe.IsNullRef(ref arrivals) && arrivals._log is { } log && log.Count != borrowed && log.IsNewer((nint)what, borrowed);

    /// <summary>The last arrival at each address. There are no more of them than objects that C ever held at once.</summary>
    private sealed class Log
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<nint, ulong> _numbers = [];
        private ulong _count;

        internal ulong Count => Volatile.Read(ref _count);

        internal void Add(nint what)
        {
            lock (_gate)
            {
                ulong number = _count + 1;
                _numbers[what] = number;
                Volatile.Write(ref _count, number);
            }
        }

        internal bool IsNewer(nint what, ulong borrowed)
        {
            lock (_gate)
            {
                return _numbers.TryGetValue(what, out ulong number) && number > borrowed;
            }
        }
    }
}
