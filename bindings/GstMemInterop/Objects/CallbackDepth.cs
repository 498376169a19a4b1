namespace GstMemInterop;

/// <summary>
/// How many overrides run inside one another on this thread. One that leads back to itself without end (an allocator that
/// allocates from itself, a meta whose copy copies its buffer) is an exception in it then, not a process without a stack.
/// </summary>
internal readonly ref struct CallbackDepth
{
    private const int Most = 64;

    [ThreadStatic]
    private static int t_depth;

    /// <summary>From the first refusal to the end of the outermost call everything is refused: one that calls itself twice would else end some day, not today.</summary>
    [ThreadStatic]
    private static bool t_exceeded;

    private readonly int _outer;

    private CallbackDepth(int outer) => _outer = outer;

    /// <summary>Enters an override; dispose the result when it has returned.</summary>
    /// <exception cref="InvalidOperationException">Too many run inside one another.</exception>
    internal static CallbackDepth Enter()
    {
        if (t_exceeded || t_depth >= Most)
        {
            t_exceeded = true;
            throw new InvalidOperationException($"{Most} overrides and handlers run inside one another on this thread: one of them leads back to itself, as an allocator does that allocates from the default allocator while it is that. Use another source of bytes in it.");
        }

        return new CallbackDepth(t_depth++);
    }

    /// <summary>Enters an override that nobody can refuse to call: one that takes something back.</summary>
    internal static CallbackDepth EnterAlways() => new(t_depth++);

    /// <summary>Leaves the override.</summary>
    public void Dispose()
    {
        t_depth = _outer;
        t_exceeded &= _outer != 0;
    }
}
