namespace GstMemInterop;

/// <summary>A launch text could not be made into a pipeline. <see cref="Position"/> says where in the text.</summary>
/// <remarks>GStreamer's parser does not tell the place; it is where the text has what its message is about.</remarks>
public sealed class GstParseException : GstException
{
    /// <summary>Creates an exception without a place (<c>gst_parse_launch_full</c>).</summary>
    public GstParseException() : this("The launch text could not be made into a pipeline.") { }

    /// <summary>Creates an exception with a text, without a place (<c>gst_parse_launch_full</c>).</summary>
    /// <param name="message">What is wrong with the text.</param>
    public GstParseException(string message) : base(message) { }

    /// <summary>Creates an exception with a text and what caused it, without a place (<c>gst_parse_launch_full</c>).</summary>
    /// <param name="message">What is wrong with the text.</param>
    /// <param name="innerException">The cause.</param>
    public GstParseException(string message, Exception? innerException) : base(message, innerException) { }

    /// <summary>Creates an exception with its place, for what this library refuses before <c>gst_parse_launch_full</c> is asked.</summary>
    /// <param name="message">What is wrong with the text.</param>
    /// <param name="position">The character, from 0.</param>
    /// <param name="token">What stands there.</param>
    public GstParseException(string message, int position, string token) : base(message) => (Position, Token) = (position, token);

    /// <summary>Creates an exception for what <c>gst_parse_launch_full</c> answered.</summary>
    /// <param name="cause">The native error.</param>
    /// <param name="position">The character, from 0; <see langword="null"/> when unknown.</param>
    /// <param name="token">What stands there.</param>
    public GstParseException(GstException cause, int? position, string? token)
        : base(position is null ? Text(cause) : $"{Text(cause)} At character {position}: '{token}'.", cause?.Domain, cause?.Code ?? 0, cause?.DebugText) => (Position, Token) = (position, token);

    /// <summary>The character of the launch text at which the error is, from 0; <see langword="null"/> when it is nowhere to be found (<c>gst_parse_launch_full</c> does not tell).</summary>
    public int? Position { get; }

    /// <summary>What stands there; <see langword="null"/> when it is nowhere to be found (<c>gst_parse_launch_full</c> does not tell).</summary>
    public string? Token { get; }

    private static string Text(GstException? cause) => cause is null ? "The launch text could not be made into a pipeline." : cause.Message;
}
