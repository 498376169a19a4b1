using System.Collections;

namespace GstMemInterop;

/// <summary>Values that belong together in this order, as the coefficients of a matrix (<c>GST_TYPE_ARRAY</c>). In text: <c>&lt; 1, 2 &gt;</c>.</summary>
public sealed class GstValueArray : GstValueCollection
{
    /// <summary>Creates an array (<c>gst_value_array_append_value</c>).</summary>
    /// <param name="items">Values of one type, or arrays of them; what cannot be in one is refused where the array is used.</param>
    public GstValueArray(params object[] items) : base((IEnumerable)items) { }

    /// <summary>Creates an array (<c>gst_value_array_append_value</c>).</summary>
    /// <param name="items">Values of one type, or arrays of them; read once, now. A collection is taken apart; one that is to be a value itself goes in an <c>object[]</c>.</param>
    public GstValueArray(IEnumerable items) : base(items) { }

    private GstValueArray(object?[] items, bool _) : base(items) { }

    internal static GstValueArray Of(object?[] items) => new(items, true);

    /// <summary>The values in angle brackets.</summary>
    public override string ToString() => Text('<', '>');
}
