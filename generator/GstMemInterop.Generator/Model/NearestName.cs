namespace GstMemInterop.Generator.Model;

/// <summary>Finds the name somebody probably meant, by edit distance.</summary>
internal static class NearestName
{
    public static string Hint(string wanted, IEnumerable<string> known)
    {
        string? best = known
            .Where(k => Math.Abs(k.Length - wanted.Length) <= 8)
            .Select(k => (Name: k, Distance: Distance(wanted, k)))
            .OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => c.Name)
            .FirstOrDefault();
        return best is null ? "" : $"; did you mean {best}?";
    }

    internal static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        int[] current = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
