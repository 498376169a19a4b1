namespace GstMemInterop;

/// <summary>GStreamer reported an error: from a pipeline's bus, or from a call that returns a <c>GError</c>.</summary>
/// <remarks>The text is GStreamer's own. <see cref="DebugText"/> says where in GStreamer it happened.</remarks>
public class GstException : Exception
{
    /// <summary>Creates an exception without a native error behind it.</summary>
    public GstException() : this("GStreamer reported an error.") { }

    /// <summary>Creates an exception with our own text.</summary>
    /// <param name="message">What went wrong and what to do.</param>
    public GstException(string message) : base(message) { }

    /// <summary>Creates an exception with our own text and what caused it.</summary>
    /// <param name="message">What went wrong and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public GstException(string message, Exception? innerException) : base(message, innerException) { }

    /// <summary>Creates an exception for a native <c>GError</c>.</summary>
    /// <param name="message">The native message.</param>
    /// <param name="domain">The native error domain, for example <c>gst-resource-error-quark</c>.</param>
    /// <param name="code">The native code within the domain.</param>
    /// <param name="debugText">GStreamer's debug text, when it gave one.</param>
    /// <param name="source">The path of the element that reported it, when known.</param>
    public GstException(string message, string? domain, int code, string? debugText = null, string? source = null)
        : base(source is null ? message : $"{message} (from {source})")
    {
        Domain = domain;
        Code = code;
        DebugText = debugText;
        SourceName = source;
    }

    /// <summary>The native error domain, for example <c>gst-resource-error-quark</c>; <see langword="null"/> when there was no <c>GError</c>.</summary>
    public string? Domain { get; }

    /// <summary>The native code within <see cref="Domain"/>.</summary>
    public int Code { get; }

    /// <summary>GStreamer's debug text: source file, function and details.</summary>
    public string? DebugText { get; }

    /// <summary>The path of the element that reported the error, for example <c>/GstPipeline:pipeline0/GstFileSrc:src</c>.</summary>
    public string? SourceName { get; }
}

/// <summary>A memory or buffer could not be mapped. <see cref="Failure"/> is the reason; the text says what to do about it.</summary>
public sealed class GstMapException : GstException
{
    /// <summary>Creates an exception without a reason.</summary>
    public GstMapException() : this(GstMapFailure.AllocatorRefused, "The memory could not be mapped.") { }

    /// <summary>Creates an exception with a text and <see cref="GstMapFailure.AllocatorRefused"/>.</summary>
    /// <param name="message">What went wrong and what to do.</param>
    public GstMapException(string message) : this(GstMapFailure.AllocatorRefused, message) { }

    /// <summary>Creates an exception with a text and what caused it.</summary>
    /// <param name="message">What went wrong and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public GstMapException(string message, Exception? innerException) : base(message, innerException) => Failure = GstMapFailure.AllocatorRefused;

    /// <summary>Creates an exception with its reason.</summary>
    /// <param name="failure">Why the map was refused.</param>
    /// <param name="message">What went wrong and what to do.</param>
    public GstMapException(GstMapFailure failure, string message) : base(message) => Failure = failure;

    /// <summary>Why the map was refused.</summary>
    public GstMapFailure Failure { get; }
}

/// <summary>Why a map was refused. The try-methods answer <see langword="false"/> for each of these; the others throw <see cref="GstMapException"/> with it.</summary>
public enum GstMapFailure
{
    /// <summary>Nothing was refused.</summary>
    None = 0,
    /// <summary>The buffer is referenced by others (or sits in a list or sample that is). Way out: <c>MakeWritable()</c>.</summary>
    BufferNotWritable,
    /// <summary>The memory's bytes are shared with other buffers or memories. Way out: map through the buffer, which copies, or copy the memory.</summary>
    MemoryShared,
    /// <summary>The memory carries <c>GST_MEMORY_FLAG_READONLY</c>. Way out: map through the buffer, which copies, or copy the memory.</summary>
    ReadOnlyMemory,
    /// <summary>Another mapping of the same memory is open and conflicts. Way out: dispose it first.</summary>
    AlreadyMapped,
    /// <summary>The allocator does not let the CPU see these bytes (device memory, protected memory).</summary>
    AllocatorRefused,
    /// <summary>The buffer has several memories and the caller asked not to merge. Way out: <c>MapRead()</c>, or memory by memory.</summary>
    NotContiguous,
    /// <summary>Bytes had to be merged or copied, and there is not enough memory for them. Way out: memory by memory, or <c>MapSequence()</c>.</summary>
    OutOfMemory,
}

/// <summary>The GStreamer libraries could not be loaded, or are older than this library needs.</summary>
public sealed class GstLoadException : GstException
{
    /// <summary>Creates an exception with a general text.</summary>
    public GstLoadException() : base("GStreamer could not be loaded.") { }

    /// <summary>Creates an exception with a text.</summary>
    /// <param name="message">What was tried, and what to install.</param>
    public GstLoadException(string message) : base(message) { }

    /// <summary>Creates an exception with a text and what caused it.</summary>
    /// <param name="message">What was tried, and what to install.</param>
    /// <param name="innerException">The cause.</param>
    public GstLoadException(string message, Exception? innerException) : base(message, innerException) { }
}
