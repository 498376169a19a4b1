namespace GstMemInterop;

/// <summary>Data could not flow on. <see cref="Flow"/> is GStreamer's reason.</summary>
public sealed class GstFlowException : GstException
{
    /// <summary>Creates an exception with <see cref="GstFlowReturn.Error"/>.</summary>
    public GstFlowException() : this("Data could not flow on.") { }

    /// <summary>Creates an exception with a text and <see cref="GstFlowReturn.Error"/>.</summary>
    /// <param name="message">What went wrong and what to do.</param>
    public GstFlowException(string message) : this(GstFlowReturn.Error, message, null) { }

    /// <summary>Creates an exception with a text and what caused it.</summary>
    /// <param name="message">What went wrong and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public GstFlowException(string message, Exception? innerException) : this(GstFlowReturn.Error, message, innerException) { }

    /// <summary>Creates an exception with its reason.</summary>
    /// <param name="flow">GStreamer's reason.</param>
    /// <param name="message">What went wrong and what to do.</param>
    /// <param name="innerException">The cause, when an override or a handler of yours threw it.</param>
    public GstFlowException(GstFlowReturn flow, string message, Exception? innerException = null) : base(message, innerException) => Flow = flow;

    /// <summary>GStreamer's reason (<c>GstFlowReturn</c>).</summary>
    public GstFlowReturn Flow { get; }
}
