using System.Runtime.CompilerServices;

namespace GstMemInterop.PublishSmoke;

/// <summary>The two assertions that a published program needs; a test framework would bring its own reflection.</summary>
internal static class Expect
{
    internal static void True(bool condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }

    internal static void Equal<T>(T expected, T actual, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"{what} is {actual}, not {expected}");
        }
    }
}
