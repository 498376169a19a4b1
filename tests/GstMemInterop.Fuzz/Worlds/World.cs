namespace GstMemInterop.Fuzz.Worlds;

/// <summary>
/// A handful of buffers, memories, lists, samples and open mappings, each beside the bytes it must hold. After every step all of
/// them are looked at: only what the step changed may have changed, and what was refused may have changed nothing.
/// </summary>
/// <remarks>
/// The model is one of values: two native objects never share bytes that one of them can see the other change. Two wrappers of one
/// native object, and a memory beside the buffer it is in, are the same bytes; <see cref="Wrote(Buffer)"/> knows that.
/// </remarks>
internal sealed partial class World : IDisposable
{
    private const int Room = 5;
    private const int MaxBytes = 2000;

    private readonly Script _script;
    private readonly UnreliableAllocator _allocator;
    private readonly Reader? _reader;
    private readonly List<Buffer> _buffers = [];
    private readonly List<Memory> _memories = [];
    private readonly List<BufferList> _lists = [];
    private readonly List<Sample> _samples = [];
    private readonly List<Open> _open = [];
    private readonly HashSet<nint> _handed = [];
    private int _wrapped;
    private int _released;
    private int _next;
    private int _writers;
    private int _depth;
    private Step _step;
    private string _refusal = "";

    private World(Script script)
    {
        _script = script;
        _allocator = new UnreliableAllocator(script.Mood, script.Seed);
        _reader = script.Mood.HasFlag(Mood.Reader) ? new Reader(script.Seed) : null;
    }

    private sealed class Buffer(GstBuffer it, byte[] expected)
    {
        internal GstBuffer It { get; } = it;

        internal byte[] Expected { get; set; } = expected;
    }

    private sealed class Memory(GstMemory it, byte[] expected)
    {
        internal GstMemory It { get; set; } = it;

        internal byte[] Expected { get; set; } = expected;
    }

    private sealed class BufferList(GstBufferList it, List<byte[]> expected)
    {
        internal GstBufferList It { get; } = it;

        internal List<byte[]> Expected { get; } = expected;
    }

    private sealed class Sample(GstSample it, byte[]? expected, List<byte[]>? list)
    {
        internal GstSample It { get; } = it;

        internal byte[]? Expected { get; set; } = expected;

        internal List<byte[]>? List { get; set; } = list;
    }

    /// <summary>A mapping that stays open for some steps.</summary>
    private sealed class Open(IDisposable it, nint native, bool writes, Func<byte[]> read, byte[] expected)
    {
        internal IDisposable It { get; } = it;

        internal nint Native { get; } = native;

        internal bool Writes { get; } = writes;

        internal Func<byte[]> Read { get; } = read;

        internal byte[] Expected { get; } = expected;

        internal IDisposable? Pin { get; set; }
    }

    /// <summary>Runs a script; a <see cref="FindingException"/> says what was not as promised.</summary>
    internal static void Run(Script script, Marker? marker = null)
    {
        using World world = new(script);
        try
        {
            while (world._next < script.Steps.Count)
            {
                marker?.Set(string.Create(CultureInfo.InvariantCulture, $"seed {script.Seed} step {world._next}: {script.Steps[world._next]}"));
                world.Next();
            }
        }
        catch (Exception exception)
        {
            throw new FindingException($"seed {script.Seed}, mood {script.Mood}, step {world._next - 1} ({world._step}){world._refusal}: {(exception is FindingException ? "" : exception.GetType().Name + ": ")}{exception.Message}{(exception is FindingException ? "" : Environment.NewLine + exception.StackTrace)}");
        }

        world.Dispose();
        if (world._reader?.Finding is { } finding)
        {
            throw new FindingException($"seed {script.Seed}, mood {script.Mood}: {finding}");
        }

        if (world._wrapped != Volatile.Read(ref world._released) || world._allocator.Live != 0)
        {
            throw new FindingException($"seed {script.Seed}, mood {script.Mood}: of {world._wrapped} wrapped arrays {world._released} were released; {world._allocator.Live} blocks of the allocator are left");
        }
    }

    public void Dispose()
    {
        _allocator.IsCalm = true;
        _open.ForEach(static o => { o.Pin?.Dispose(); o.It.Dispose(); });
        _open.Clear();
        _samples.ForEach(static s => s.It.Dispose());
        _lists.ForEach(static l => l.It.Dispose());
        _buffers.ForEach(static b => b.It.Dispose());
        _memories.ForEach(static m => m.It.Dispose());
        _reader?.Dispose();
        _allocator.Dispose();
    }

    private int A => _step.A;

    private int B => _step.B;

    private int C => _step.C;

    /// <summary>The next step of the script, and what is looked at after it.</summary>
    private void Next()
    {
        _step = _script.Steps[_next++];
        _allocator.Begin(_step);
        Dictionary<Buffer, nint[]> before = Structure();
        bool changed;
        try
        {
            changed = Do(_step);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            if (_mustBeWritten is { It.IsDisposed: false } && exception is GstMapException or InvalidOperationException)
            {
                throw new FindingException($"refused, though nobody else writes and this holder has nothing open: {exception.Message}");
            }

            _refusal = $" (it was refused: {exception.Message})";

            // What goes memory by memory, and what an allocator refuses in the middle, may have copied memories before that to be written:
            // other memories, the same bytes.
            changed = (_script.Mood & (Mood.Refusing | Mood.Throwing)) != 0 || _step.Verb is Verb.MapEachWrite or Verb.OpenReadWrite or Verb.Fill or Verb.Set;
        }
        finally
        {
            _mustBeWritten = null;
        }

        Look();
        if (!changed && Structure().Any(now => before.TryGetValue(now.Key, out nint[]? memories) && !memories.SequenceEqual(now.Value)))
        {
            throw new FindingException("memories were replaced by what reads, or by what was refused");
        }

        _refusal = "";
    }

    /// <summary>What a caller must expect; everything else (null references, a planted exception that came through, …) is a finding.</summary>
    private static bool IsRefusal(Exception exception) =>
        exception is GstException or ArgumentException or NotSupportedException or OutOfMemoryException or FormatException
        || (exception is InvalidOperationException and not ObjectDisposedException);

    private void Look()
    {
        _allocator.IsCalm = true;
        foreach (Buffer buffer in _buffers)
        {
            Same("a buffer", buffer.It.Borrow(), buffer.Expected);
        }

        foreach (Memory memory in _memories)
        {
            if (memory.It.TryMapRead(out ReadMapping mapping))
            {
                using (mapping)
                {
                    Same("a memory", mapping.Span, memory.Expected);
                }
            }
            else if (_writers == 0)
            {
                throw new FindingException("a memory cannot be read though nobody writes");
            }
        }

        foreach (BufferList list in _lists)
        {
            Same("a list", list.It.Borrow(), list.Expected);
        }

        foreach (Sample sample in _samples)
        {
            if (sample.Expected is not null)
            {
                Same("a sample's buffer", sample.It.Buffer, sample.Expected);
            }

            if (sample.List is not null)
            {
                Same("a sample's list", sample.It.BufferList, sample.List);
            }
        }

        foreach (Open open in _open)
        {
            Same("an open mapping", open.Read(), open.Expected);
        }

        if (_reader?.Finding is { } finding)
        {
            throw new FindingException(finding);
        }

        _allocator.IsCalm = false;
    }

    private void Same(string what, GstBufferListRef list, List<byte[]> expected)
    {
        if (list.Count != expected.Count)
        {
            throw new FindingException($"{what} has {list.Count} buffers, expected {expected.Count}");
        }

        for (int i = 0; i < expected.Count; i++)
        {
            Same($"{what}'s item {i}", list[i], expected[i]);
        }
    }

    /// <summary>Memory by memory, so that looking merges nothing.</summary>
    private void Same(string what, GstBufferRef buffer, byte[] expected)
    {
        if (buffer.Size != (nuint)expected.Length)
        {
            throw new FindingException($"{what} has {buffer.Size} bytes, expected {expected.Length}");
        }

        int at = 0;
        foreach (GstMemoryRef memory in buffer.Memories)
        {
            int size = (int)memory.Size;
            if (memory.TryMapRead(out ReadMapping mapping))
            {
                using (mapping)
                {
                    Same(what, mapping.Span, expected.AsSpan(at, size));
                }
            }
            else if (_writers == 0)
            {
                throw new FindingException($"{what} cannot be read though nobody writes");
            }

            at += size;
        }
    }

    private static void Same(string what, ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        if (!actual.SequenceEqual(expected))
        {
            throw new FindingException($"{what} holds {Convert.ToHexString(actual[..Math.Min(40, actual.Length)])} ({actual.Length}), expected {Convert.ToHexString(expected[..Math.Min(40, expected.Length)])} ({expected.Length})");
        }
    }

    /// <summary>Which memories every buffer is made of, in order.</summary>
    private Dictionary<Buffer, nint[]> Structure() => _buffers.ToDictionary(static b => b, static b => (nint[])[b.It.DangerousHandle, .. MemoriesOf(b.It.Borrow())]);
}
