using System.Globalization;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>What pads an element of a class can have.</summary>
internal readonly unsafe struct PadTemplate(Native.GstPadTemplate* native)
{
    internal Native.GstPadTemplate* Native { get; } = native;

    internal string Name => NativeText.Read(Native->name_template) ?? "";

    internal bool IsOnRequest => Native->presence == GstPadPresence.GST_PAD_REQUEST;

    /// <summary>Whether a name can be one of its pads': <c>src_%u</c> fits <c>src_5</c>. Only the last part of a pattern is looked for, as C's names have one.</summary>
    internal bool Fits(string name)
    {
        string pattern = Name;
        int percent = pattern.IndexOf('%', StringComparison.Ordinal);
        if (percent < 0 || percent + 1 >= pattern.Length || pattern.IndexOf('%', percent + 1) >= 0 || !name.StartsWith(pattern[..percent], StringComparison.Ordinal) || !name.EndsWith(pattern[(percent + 2)..], StringComparison.Ordinal))
        {
            return false;
        }

        int length = name.Length - (pattern.Length - 2);
        return length > 0 && pattern[percent + 1] switch
        {
            'u' => uint.TryParse(name.AsSpan(percent, length), NumberStyles.None, CultureInfo.InvariantCulture, out _),
            'd' => int.TryParse(name.AsSpan(percent, length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            's' => true,
            _ => false,
        };
    }

    internal static IReadOnlyList<PadTemplate> Of(Native.GstElement* element)
    {
        List<PadTemplate> templates = [];
        for (GList* item = LibGst.gst_element_get_pad_template_list(element); item is not null; item = item->next)
        {
            templates.Add(new PadTemplate((Native.GstPadTemplate*)item->data));
        }

        return templates;
    }

    internal static string List(Native.GstElement* element) => string.Join(", ", Of(element));

    public override string ToString()
    {
        string direction = Native->direction == GstMemInterop.Native.GstPadDirection.GST_PAD_SRC ? "source" : "sink";
        string presence = Native->presence switch
        {
            GstPadPresence.GST_PAD_ALWAYS => "always",
            GstPadPresence.GST_PAD_SOMETIMES => "sometimes",
            _ => "on request",
        };
        return $"{Name} ({direction}, {presence})";
    }
}
