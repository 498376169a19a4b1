namespace GstMemInterop;

/// <summary>Two pads or elements could not be linked. <see cref="Result"/> is the reason; the text says which caps did not meet.</summary>
public sealed class GstPadLinkException : GstException
{
    /// <summary>Creates an exception without a reason.</summary>
    public GstPadLinkException() : this(GstPadLinkReturn.Refused, "The pads could not be linked.") { }

    /// <summary>Creates an exception with a text and <see cref="GstPadLinkReturn.Refused"/>.</summary>
    /// <param name="message">What could not be linked, and why.</param>
    public GstPadLinkException(string message) : this(GstPadLinkReturn.Refused, message) { }

    /// <summary>Creates an exception with a text and what caused it.</summary>
    /// <param name="message">What could not be linked, and why.</param>
    /// <param name="innerException">The cause.</param>
    public GstPadLinkException(string message, Exception? innerException) : base(message, innerException) => Result = GstPadLinkReturn.Refused;

    /// <summary>Creates an exception with its reason.</summary>
    /// <param name="result">What <c>gst_pad_link</c> answered.</param>
    /// <param name="message">What could not be linked, and why.</param>
    public GstPadLinkException(GstPadLinkReturn result, string message) : base(message) => Result = result;

    /// <summary>What <c>gst_pad_link</c> answered.</summary>
    public GstPadLinkReturn Result { get; }
}
