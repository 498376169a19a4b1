using System.Collections;

namespace GstMemInterop;

/// <summary>Values of which one is meant, as the formats that a pad can carry (<c>GST_TYPE_LIST</c>). In text: <c>{ NV12, I420 }</c>.</summary>
public sealed class GstValueList : GstValueCollection
{
    /// <summary>Creates a list (<c>gst_value_list_append_value</c>).</summary>
    /// <param name="items">Values of one type, no lists among them; what cannot be in one is refused where the list is used.</param>
    public GstValueList(params object[] items) : base((IEnumerable)items) { }

    /// <summary>Creates a list (<c>gst_value_list_append_value</c>).</summary>
    /// <param name="items">Values of one type, no lists among them; read once, now. A collection is taken apart; one that is to be a value itself goes in an <c>object[]</c>.</param>
    public GstValueList(IEnumerable items) : base(items) { }

    private GstValueList(object?[] items, bool _) : base(items) { }

    internal static GstValueList Of(object?[] items) => new(items, true);

    /// <summary>The values in braces.</summary>
    public override string ToString() => Text('{', '}');
}
