namespace GstMemInterop.Bytes.Tests.Infrastructure;

/// <summary>The obvious loops that everything fast is compared with.</summary>
internal static class Naive
{
    public static bool Holds(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (bytes[at + i] != pattern[i])
            {
                return false;
            }
        }

        return true;
    }

    public static int IndexOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, int start, int end, int step)
    {
        for (int i = start; i + pattern.Length <= end; i += step)
        {
            if (Holds(bytes, i, pattern))
            {
                return i;
            }
        }

        return -1;
    }

    public static int LastIndexOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, int start, int end, int step)
    {
        int found = -1;
        for (int i = start; i + pattern.Length <= end; i += step)
        {
            if (Holds(bytes, i, pattern))
            {
                found = i;
            }
        }

        return found;
    }

    public static List<int> AllIndexesOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, int start, int end, int step, bool overlapping)
    {
        List<int> all = [];
        int free = start;
        for (int i = start; i + pattern.Length <= end; i += step)
        {
            if (pattern.Length > 0 && i >= free && Holds(bytes, i, pattern))
            {
                all.Add(i);
                free = overlapping ? i : i + pattern.Length;
            }
        }

        return all;
    }

    public static int FirstPair(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool same)
    {
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if ((a[i] == b[i]) == same)
            {
                return i;
            }
        }

        return -1;
    }

    public static int LastPair(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool same)
    {
        for (int i = 1; i <= Math.Min(a.Length, b.Length); i++)
        {
            if ((a[^i] == b[^i]) == same)
            {
                return a.Length - i;
            }
        }

        return -1;
    }

    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] != b[i])
            {
                return a[i] < b[i] ? -1 : 1;
            }
        }

        return a.Length == b.Length ? 0 : a.Length < b.Length ? -1 : 1;
    }
}
