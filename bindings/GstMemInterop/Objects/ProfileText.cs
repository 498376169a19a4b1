using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// The text of an encoding profile, as <c>encodebin</c> takes it: caps of a container and of its streams behind colons, each with
/// caps before an arrow that restrict its input, and presets and numbers behind it. C reads the caps without asking whether they are any.
/// </summary>
internal static class ProfileText
{
    /// <summary>Throws for the text of a profile that C would not survive; does nothing for values of other types.</summary>
    /// <exception cref="FormatException">It is not a profile.</exception>
    internal static void Check(nuint type, string text)
    {
        if (!IsProfile(type))
        {
            return;
        }

        string[] parts = text.Split(':');
        foreach (string part in parts)
        {
            string[] caps = part.Split("->");
            if (part.Contains('\\', StringComparison.Ordinal) || caps.Length > 2)
            {
                throw Refusal(text);
            }

            foreach (string each in caps)
            {
                string bare = each.Split('+', '|')[0];
                if (!bare.Contains('/', StringComparison.Ordinal))
                {
                    throw Refusal(text);
                }

                StructureText.CheckCaps(bare);
            }

            foreach (string extra in part.Split('|')[1..])
            {
                if (!extra.All(char.IsAsciiDigit) && !extra.StartsWith("presence=", StringComparison.Ordinal) && !extra.StartsWith("factory-name=", StringComparison.Ordinal))
                {
                    StructureText.CheckStructure(extra);
                }
            }
        }
    }

    private static unsafe bool IsProfile(nuint type)
    {
        using NativeText name = new("GstEncodingProfile");
        nuint profile = LibGObject.g_type_from_name(name.Pointer);
        return profile != 0 && LibGObject.g_type_is_a(type, profile) != 0;
    }

    private static FormatException Refusal(string text) =>
        new($"'{(text.Length > 200 ? text[..200] + "…" : text)}' is no encoding profile. It is caps with colons between, those of the container first, as in 'application/ogg:video/x-theora:audio/x-vorbis'.");
}
