using System.Globalization;
using System.Text.RegularExpressions;

namespace GstMemInterop;

/// <summary>
/// Looks at the text of caps before C does: C's reader prints a CRITICAL for a name that is none and for a range that
/// runs backwards, instead of refusing the text.
/// </summary>
internal static partial class CapsText
{
    /// <summary>Throws for the texts that C does not refuse quietly; what is left it answers by itself.</summary>
    internal static void Check(string text)
    {
        if (text.Trim() is "ANY" or "EMPTY" or "NONE" or "")
        {
            return;
        }

        if (text.Contains("(structure)", StringComparison.OrdinalIgnoreCase) || text.Contains("(GstStructure)", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException($"'{text}' holds a structure inside caps, which this library does not read from text.");
        }

        foreach (string structure in Separator().Split(text))
        {
            string name = structure.Trim();
            if (name.Length > 0 && !Name().IsMatch(name))
            {
                throw new FormatException($"'{name}' in '{text}' does not begin with a media type. Caps look like 'video/x-raw,format=GRAY8,width=640,height=480'.");
            }
        }

        foreach (Match range in Range().Matches(text))
        {
            decimal low = decimal.Parse(range.Groups["low"].Value, CultureInfo.InvariantCulture);
            decimal high = decimal.Parse(range.Groups["high"].Value, CultureInfo.InvariantCulture);
            decimal lowBy = Divisor(range.Groups["lowBy"]);
            decimal highBy = Divisor(range.Groups["highBy"]);
            if (lowBy == 0 || highBy == 0 || low / lowBy >= high / highBy)
            {
                throw new FormatException($"The range '{range.Value}' in '{text}' does not run from a smaller to a larger value.");
            }
        }
    }

    private static decimal Divisor(Group group) => group.Success ? decimal.Parse(group.Value, CultureInfo.InvariantCulture) : 1;

    /// <summary>A semicolon outside of quotes and brackets.</summary>
    [GeneratedRegex("""(?<=^(?:[^"]*"[^"]*")*[^"]*);""")]
    private static partial Regex Separator();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9/_.:+-]*\s*(\(|,|$)")]
    private static partial Regex Name();

    [GeneratedRegex(@"\[\s*(?:\([^)]*\)\s*)?(?<low>[+-]?\d{1,20}(?:\.\d{1,9})?)(?:/(?<lowBy>\d{1,10}))?\s*,\s*(?:\([^)]*\)\s*)?(?<high>[+-]?\d{1,20}(?:\.\d{1,9})?)(?:/(?<highBy>\d{1,10}))?")]
    private static partial Regex Range();
}
