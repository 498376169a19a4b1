namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>What is called inside of a callback, told what the callback is about.</summary>
internal delegate void Inside(Subject subject);

/// <summary>A place where C calls C# while a call of ours runs.</summary>
/// <param name="Name">The callback, and what makes it run.</param>
/// <param name="Covers">The callbacks of the public face that run here, as <see cref="PublicCallbacks"/> names them.</param>
/// <param name="Run">Makes the callback run once for each; everything around it must hold what it promised afterwards.</param>
internal sealed record Site(string Name, string[] Covers, Action<IReadOnlyList<Inside>> Run)
{
    /// <summary>Whether a pipeline runs here: its threads drop their last references a moment after it has stopped.</summary>
    internal bool Streams { get; init; }

    /// <summary>A place that is set up anew for each.</summary>
    internal static Site Once(string name, string covers, Action<Inside> run) => new(name, covers.Split(", "), insides =>
    {
        foreach (Inside inside in insides)
        {
            try
            {
                run(inside);
            }
            catch (Exception exception) when (exception is GstException or InvalidOperationException or ArgumentException or NotSupportedException)
            {
                // What was done inside may make the outer call impossible: refused, it may be.
            }
        }
    });

    /// <summary>The callbacks run one call, once: what it calls itself goes on without.</summary>
    internal static Action<Subject> Armed(Inside inside)
    {
        bool fired = false;
        return subject =>
        {
            if (!fired)
            {
                fired = true;
                inside(subject);
            }
        };
    }

    /// <summary>Whether what runs inside may rightly change what the callback is about: then only a crash, or a foreign byte, is wrong.</summary>
    internal static bool MayChange { get; set; }

    internal static void Holds(bool promise, string what)
    {
        if (!promise && !MayChange)
        {
            throw new FindingException(what);
        }
    }
}
