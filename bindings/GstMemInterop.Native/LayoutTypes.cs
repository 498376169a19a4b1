using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop.Native;

/// <summary>One field of a mirror, in bytes.</summary>
/// <param name="Name">The C name; a bit field's storage is <c>_bitfield</c>.</param>
/// <param name="Offset">From the start of the struct.</param>
/// <param name="Size">The field's size.</param>
public readonly record struct FieldLayout(string Name, int Offset, int Size);

/// <summary>One mirror as the C compiler lays it out.</summary>
/// <param name="Name">The C name; a nameless record inside another is <c>Outer._field_e__Union</c>.</param>
/// <param name="Size">sizeof.</param>
/// <param name="Alignment">alignof.</param>
/// <param name="Fields">All fields in C's order.</param>
public sealed record TypeLayout(string Name, int Size, int Alignment, IReadOnlyList<FieldLayout> Fields);

/// <summary>The layouts that the generator read from the headers; the tests hold the CLR and the C compiler against them.</summary>
public static partial class Layout
{
    /// <summary>The targets whose layouts are recorded.</summary>
    public static IReadOnlyList<string> Targets { get; } =
        ["x86_64-linux", "aarch64-linux", "armv7-linux", "x86_64-windows"];

    /// <summary>The target of the running process, by pointer size and the width of C's <c>long</c>.</summary>
    public static string CurrentTarget => (IntPtr.Size, Unsafe.SizeOf<CULong>()) switch
    {
        (8, 8) => "x86_64-linux",
        (8, 4) => "x86_64-windows",
        _ => "armv7-linux",
    };

    /// <summary>All layouts of one target.</summary>
    /// <exception cref="ArgumentException"><paramref name="target"/> is not one of <see cref="Targets"/>.</exception>
    public static IReadOnlyList<TypeLayout> For(string target)
    {
        TypeLayout[] differences = target switch
        {
            "x86_64-linux" => [],
            "aarch64-linux" => s_aarch64_linux,
            "armv7-linux" => s_armv7_linux,
            "x86_64-windows" => s_x86_64_windows,
            _ => throw new ArgumentException($"'{target}' is not one of {string.Join(", ", Targets)}.", nameof(target)),
        };
        Dictionary<string, TypeLayout> changed = differences.ToDictionary(t => t.Name, StringComparer.Ordinal);
        return [.. s_x86_64_linux.Select(t => changed.GetValueOrDefault(t.Name, t))];
    }
}
