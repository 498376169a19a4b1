using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>
/// One open mapping's truth: what C filled in, what it keeps alive, and the ticket that the small mapping structs must show.
/// A copy of a struct shows the same ticket, so whoever comes second finds the ticket gone and does nothing.
/// </summary>
/// <remarks>A slot is its mapping's from before C is asked to map until after C has unmapped: C calls allocators back, and those may map.</remarks>
internal sealed class MapSlot(MapSlots thread)
{
    /// <summary>The ticket of a slot whose mapping is being ended: nobody shows it, and the slot is not free.</summary>
    internal const ulong Ending = ulong.MaxValue;

    internal readonly MapSlots Thread = thread;
    internal Native.GstMapInfo Info;
    internal Native.GstMapInfo Visible;
    internal ulong Ticket;
    internal NativeHandle? Owner;
    internal nint Buffer;
    internal MapTraits Traits;
}

[Flags]
internal enum MapTraits : byte
{
    None = 0,
    /// <summary>The owner's lease is counted plainly (see <see cref="NativeHandle.LeaseForMapping"/>).</summary>
    HomeLease = 1,
    /// <summary>The mapping holds a reference on the memory and gives it back when it ends.</summary>
    KeepsMemory = 2,
    /// <summary>Several memories were merged for this mapping.</summary>
    Merged = 4,
    /// <summary>Bytes were copied for this mapping.</summary>
    Copied = 8,
    /// <summary>The mapping shows prefix and padding too; <see cref="MapSlot.Visible"/> is what C has to get back.</summary>
    WholeBlock = 16,
}

/// <summary>The mappings that one thread has open, as a stack: scopes nearly always end in reverse order.</summary>
internal sealed unsafe class MapSlots
{
    [ThreadStatic]
    private static MapSlots? t_current;

    private MapSlot[] _slots;
    private int _depth;
    private ulong _lastTicket;

    private MapSlots()
    {
        _slots = new MapSlot[4];
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i] = new MapSlot(this);
        }
    }

    /// <summary>Runs when the thread is gone: what a forgotten Dispose left open is unmapped and released.</summary>
    ~MapSlots() => EndSince(0);

    internal static MapSlots Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => t_current ?? Create();
    }

    internal static MapSlots? CurrentOrNull => t_current;

    /// <summary>The ticket of the newest mapping: a mark for <see cref="EndSince"/>.</summary>
    internal ulong LastTicket => _lastTicket;

    /// <summary>Takes the slot for a mapping, or for a change, that is about to begin. Whatever C calls back meanwhile finds it taken.</summary>
    /// <param name="buffer">The buffer that is mapped or changed; 0 for a memory on its own.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal MapSlot Reserve(nint buffer)
    {
        MapSlot[] slots = _slots;
        int depth = _depth;
        MapSlot slot = (uint)depth < (uint)slots.Length ? slots[depth] : Grow();
        _depth = depth + 1;
        slot.Ticket = ++_lastTicket;
        slot.Buffer = buffer;
        slot.Info.memory = null;
        return slot;
    }

    /// <summary>Frees the slot of a mapping that has ended; freed slots below an open one wait for it.</summary>
    internal void Release(MapSlot slot)
    {
        slot.Ticket = 0;
        MapSlot[] slots = _slots;
        int top = _depth - 1;
        while ((uint)top < (uint)slots.Length && slots[top].Ticket == 0)
        {
            top--;
        }

        _depth = top + 1;
    }

    /// <summary>Whether a mapping of this buffer is open on this thread, or a call that maps or changes it is running.</summary>
    internal bool IsMapped(nint buffer) => IsMapped(buffer, null, null);

    /// <summary>The same for one memory of the buffer (<see langword="null"/>: any), as seen by the mapping that is about to begin in a slot.</summary>
    internal bool IsMapped(nint buffer, Native.GstMemory* memory, MapSlot? asking)
    {
        if (buffer == 0)
        {
            return false;
        }

        for (int i = 0; i < _depth; i++)
        {
            MapSlot slot = _slots[i];
            if (slot.Ticket != 0 && slot.Buffer == buffer && !ReferenceEquals(slot, asking)
                && (memory is null || slot.Info.memory is null || slot.Info.memory == memory))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends every mapping opened after the mark; answers how many there were.</summary>
    internal int EndSince(ulong ticket)
    {
        int ended = 0;
        for (int i = _depth - 1; i >= 0; i--)
        {
            ulong open = _slots[i].Ticket;
            if (open > ticket && open != MapSlot.Ending)
            {
                Mapper.End(_slots[i]);
                ended++;
            }
        }

        return ended;
    }

    /// <summary>Ends what a handler forgot to dispose, and says so: its scopes are over, so nothing can look at those bytes any more.</summary>
    internal void EndForgotten(ulong mark, string origin)
    {
        int forgotten = EndSince(mark);
        if (forgotten > 0)
        {
            CallbackLog.MappingsLeftOpen(GStreamer.Log, forgotten, origin);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MapSlots Create() => t_current = new MapSlots();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private MapSlot Grow()
    {
        int old = _slots.Length;
        MapSlot[] grown = new MapSlot[old * 2];
        _slots.CopyTo(grown, 0);
        for (int i = old; i < grown.Length; i++)
        {
            grown[i] = new MapSlot(this);
        }

        _slots = grown;
        return grown[old];
    }
}
