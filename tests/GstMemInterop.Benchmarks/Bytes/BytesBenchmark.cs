using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Bytes;

namespace GstMemInterop.Benchmarks.Bytes;

/// <summary>
/// The byte toolkit beside C: the same memory, the same process, turn by turn, medians. C is compiled when this runs.
/// </summary>
public static unsafe class BytesBenchmark
{
    private const int Rounds = 9;

    // What is promised of 1 MiB: this much of C's speed.
    private const double Target = 0.9;
    private static readonly int[] Sizes = [64, 4096, 1 << 20];

    // Inputs that make the operation look at every byte.
    private enum Input
    {
        Equal,
        Inverted,
        Random,
    }

    private sealed record Operation(string Name, string C, nint Managed, Input Input, bool Promised);

    private static readonly Operation[] Operations =
    [
        new("IndexOf byte", "c_memchr", (nint)(delegate*<byte*, byte*, int, long>)&IndexOf, Input.Random, true),
        new("LastIndexOf byte", "c_memrchr", (nint)(delegate*<byte*, byte*, int, long>)&LastIndexOf, Input.Random, true),
        new("IndexOf pattern", "c_memmem", (nint)(delegate*<byte*, byte*, int, long>)&IndexOfPattern, Input.Random, true),
        new("Count byte", "c_count", (nint)(delegate*<byte*, byte*, int, long>)&Count, Input.Random, false),
        new("Compare", "c_memcmp", (nint)(delegate*<byte*, byte*, int, long>)&Compare, Input.Equal, true),
        new("FirstDifference", "c_first_difference", (nint)(delegate*<byte*, byte*, int, long>)&FirstDifference, Input.Equal, true),
        new("FirstDifference/memcmp", "c_memcmp", (nint)(delegate*<byte*, byte*, int, long>)&FirstDifference, Input.Equal, true),
        new("LastDifference", "c_last_difference", (nint)(delegate*<byte*, byte*, int, long>)&LastDifference, Input.Equal, true),
        new("FirstMatch", "c_first_match", (nint)(delegate*<byte*, byte*, int, long>)&FirstMatch, Input.Inverted, true),
        new("LastMatch", "c_last_match", (nint)(delegate*<byte*, byte*, int, long>)&LastMatch, Input.Inverted, true),
        new("CountMatches", "c_count_matches", (nint)(delegate*<byte*, byte*, int, long>)&CountMatches, Input.Random, false),
        new("SumOfAbsoluteDiff.", "c_sad", (nint)(delegate*<byte*, byte*, int, long>)&Sad, Input.Random, false),
        new("EqualsWithin", "c_equals_within", (nint)(delegate*<byte*, byte*, int, long>)&EqualsWithin, Input.Equal, false),
        new("EqualsMasked", "c_equals_masked", (nint)(delegate*<byte*, byte*, int, long>)&EqualsMasked, Input.Equal, false),
        new("Invert", "c_invert", (nint)(delegate*<byte*, byte*, int, long>)&Invert, Input.Random, true),
        new("Xor", "c_xor", (nint)(delegate*<byte*, byte*, int, long>)&Xor, Input.Random, false),
        new("Blend", "c_blend", (nint)(delegate*<byte*, byte*, int, long>)&Blend, Input.Random, false),
        new("Gain", "c_gain", (nint)(delegate*<byte*, byte*, int, long>)&Gain, Input.Random, false),
        new("AddSaturated", "c_brightness", (nint)(delegate*<byte*, byte*, int, long>)&AddSaturated, Input.Random, false),
        new("SwapChannels", "c_swap_channels", (nint)(delegate*<byte*, byte*, int, long>)&SwapChannels, Input.Random, false),
        new("ReverseEndianness 4", "c_reverse32", (nint)(delegate*<byte*, byte*, int, long>)&Reverse32, Input.Random, false),
        new("FillPattern 7", "c_fill_pattern", (nint)(delegate*<byte*, byte*, int, long>)&FillPattern, Input.Random, false),
        new("CopyAt", "c_copy", (nint)(delegate*<byte*, byte*, int, long>)&CopyAt, Input.Random, false),
    ];

    /// <summary>Runs the table.</summary>
    /// <param name="output">Where it is printed.</param>
    /// <param name="budget">About how long it may take in all; at least seven rounds are run.</param>
    /// <returns>0, or 1 when a promised ratio is missed or a managed byte was allocated.</returns>
    public static int Run(TextWriter output, TimeSpan budget)
    {
        ArgumentNullException.ThrowIfNull(output);
        string? library = Compile(output);
        if (library is null)
        {
            return 0;
        }

        nint handle = NativeLibrary.Load(library);
        byte* a = (byte*)NativeMemory.AlignedAlloc(1 << 20, 4096);
        byte* b = (byte*)NativeMemory.AlignedAlloc(1 << 20, 4096);
        int missed = 0;
        long slice = (long)(budget.TotalSeconds * Stopwatch.Frequency / (Operations.Length * Sizes.Length * ((2 * Rounds) + 4)));
        output.WriteLine("| operation | bytes | C ns | C# ns | speed against C | managed bytes |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (Operation operation in Operations)
        {
            var native = (delegate* unmanaged[Cdecl]<byte*, byte*, nuint, nuint>)NativeLibrary.GetExport(handle, operation.C);
            var managed = (delegate*<byte*, byte*, int, long>)operation.Managed;
            foreach (int size in Sizes)
            {
                Prepare(operation.Input, a, b);
                (double c, double sharp, long allocated) = Measure(native, managed, a, b, size, slice);
                double ratio = c / sharp;
                bool bad = allocated != 0 || (operation.Promised && size == 1 << 20 && ratio < Target);
                missed += bad ? 1 : 0;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {operation.Name} | {size} | {c:F1} | {sharp:F1} | {ratio:F2}{(bad ? " MISSED" : operation.Promised ? "" : " (not promised)")} | {allocated} |"));
            }
        }

        NativeMemory.AlignedFree(a);
        NativeMemory.AlignedFree(b);
        NativeLibrary.Free(handle);
        Directory.Delete(Path.GetDirectoryName(library)!, recursive: true);
        output.WriteLine(missed == 0 ? "All promised ratios hold." : $"{missed} promised ratios do not hold.");
        return missed == 0 ? 0 : 1;
    }

    private static string? Compile(TextWriter output)
    {
        string source = Path.Combine(Path.GetDirectoryName(SourceFile())!, "bytes_baseline.c");
        source = File.Exists(source) ? source : Path.Combine(AppContext.BaseDirectory, "Bytes", "bytes_baseline.c");
        string library = Path.Combine(Directory.CreateTempSubdirectory("bytes-baseline-").FullName, "libbytes_baseline.so");
        try
        {
            using Process gcc = Process.Start("gcc", ["-O3", "-march=native", "-fno-math-errno", "-fno-trapping-math", "-shared", "-fPIC", "-o", library, source, "-lm"]);
            gcc.WaitForExit();
            if (gcc.ExitCode == 0)
            {
                return library;
            }

            output.WriteLine($"gcc could not compile {source}; no comparison.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            output.WriteLine("gcc is not installed; no comparison.");
        }

        return null;
    }

    private static string SourceFile([CallerFilePath] string path = "") => path;

    private static void Prepare(Input input, byte* a, byte* b)
    {
        Random random = new(1);
        Span<byte> first = new(a, 1 << 20);
        Span<byte> second = new(b, 1 << 20);
        for (int i = 0; i < first.Length; i++)
        {
            // 0xFF is what the searches look for and do not find.
            first[i] = (byte)random.Next(255);
            second[i] = input switch
            {
                Input.Equal => first[i],
                Input.Inverted => (byte)~first[i],
                _ => (byte)random.Next(255),
            };
        }
    }

    private static (double C, double Sharp, long Allocated) Measure(
        delegate* unmanaged[Cdecl]<byte*, byte*, nuint, nuint> native, delegate*<byte*, byte*, int, long> managed, byte* a, byte* b, int size, long slice)
    {
        // Past the first tier of the compiler, which needs calls and a pause.
        for (int i = 0; i < 4; i++)
        {
            TimeManaged(managed, a, b, size, 40);
            Thread.Sleep(size == Sizes[0] ? 120 : 5);
        }

        long once = Math.Max(1, TimeNative(native, a, b, size, 16) / 16);
        int calls = (int)Math.Clamp(slice / once, 4, 1 << 22);
        double[] c = new double[Rounds];
        double[] sharp = new double[Rounds];
        long allocated = 0;
        for (int round = -1; round < Rounds; round++)
        {
            long nativeTicks = TimeNative(native, a, b, size, calls);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long managedTicks = TimeManaged(managed, a, b, size, calls);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            if (round >= 0)
            {
                c[round] = nativeTicks;
                sharp[round] = managedTicks;
            }
        }

        Array.Sort(c);
        Array.Sort(sharp);
        double nanoseconds = 1e9 / Stopwatch.Frequency / calls;
        return (c[Rounds / 2] * nanoseconds, sharp[Rounds / 2] * nanoseconds, allocated);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static long TimeNative(delegate* unmanaged[Cdecl]<byte*, byte*, nuint, nuint> native, byte* a, byte* b, int size, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            native(a, b, (nuint)size);
        }

        return Stopwatch.GetTimestamp() - start;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static long TimeManaged(delegate*<byte*, byte*, int, long> managed, byte* a, byte* b, int size, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            managed(a, b, size);
        }

        return Stopwatch.GetTimestamp() - start;
    }

    private static ReadOnlySpan<byte> In(byte* p, int size) => new(p, size);

    private static Span<byte> Out(byte* p, int size) => new(p, size);

    private static long IndexOf(byte* a, byte* b, int n) => ByteSearch.IndexOf(In(a, n), 0xFF);

    private static long LastIndexOf(byte* a, byte* b, int n) => ByteSearch.LastIndexOf(In(a, n), 0xFF);

    private static long IndexOfPattern(byte* a, byte* b, int n) => ByteSearch.IndexOf(In(a, n), [0x11, 0x22, 0x33, 0x44, 0xFF]);

    private static long Count(byte* a, byte* b, int n) => ByteSearch.Count(In(a, n), 0x11);

    private static long Compare(byte* a, byte* b, int n) => ByteCompare.Compare(In(a, n), In(b, n));

    private static long FirstDifference(byte* a, byte* b, int n) => ByteCompare.FirstDifference(In(a, n), In(b, n));

    private static long LastDifference(byte* a, byte* b, int n) => ByteCompare.LastDifference(In(a, n), In(b, n));

    private static long FirstMatch(byte* a, byte* b, int n) => ByteCompare.FirstMatch(In(a, n), In(b, n));

    private static long LastMatch(byte* a, byte* b, int n) => ByteCompare.LastMatch(In(a, n), In(b, n));

    private static long CountMatches(byte* a, byte* b, int n) => ByteCompare.CountMatches(In(a, n), In(b, n));

    private static long Sad(byte* a, byte* b, int n) => ByteCompare.SumOfAbsoluteDifferences(In(a, n), In(b, n));

    private static long EqualsWithin(byte* a, byte* b, int n) => ByteCompare.EqualsWithin(In(a, n), In(b, n), 3) ? 1 : 0;

    private static long EqualsMasked(byte* a, byte* b, int n) => ByteCompare.EqualsMasked(In(a, n), In(b, n), In(a, n)) ? 1 : 0;

    private static long Invert(byte* a, byte* b, int n)
    {
        ByteEdit.Invert(Out(b, n));
        return n;
    }

    private static long Xor(byte* a, byte* b, int n)
    {
        ByteEdit.Xor(Out(b, n), In(a, n));
        return n;
    }

    private static long Blend(byte* a, byte* b, int n)
    {
        ByteEdit.Blend(Out(b, n), In(a, n), 77);
        return n;
    }

    private static long Gain(byte* a, byte* b, int n)
    {
        ByteEdit.Gain(Out(b, n), 1.25f);
        return n;
    }

    private static long AddSaturated(byte* a, byte* b, int n)
    {
        ByteEdit.AddSaturated(Out(b, n), 9);
        return n;
    }

    private static long SwapChannels(byte* a, byte* b, int n)
    {
        ByteEdit.SwapChannels(Out(b, n), 4, 0, 2);
        return n;
    }

    private static long Reverse32(byte* a, byte* b, int n)
    {
        ByteEdit.ReverseEndianness(Out(b, n), 4);
        return n;
    }

    private static long FillPattern(byte* a, byte* b, int n)
    {
        ByteEdit.FillPattern(Out(b, n), [1, 2, 3, 4, 5, 6, 7]);
        return n;
    }

    private static long CopyAt(byte* a, byte* b, int n)
    {
        ByteEdit.CopyAt(Out(b, n), 0, In(a, n));
        return n;
    }
}
