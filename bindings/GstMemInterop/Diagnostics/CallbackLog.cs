using Microsoft.Extensions.Logging;

namespace GstMemInterop;

internal static partial class CallbackLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "An exception came out of the {Origin}; what was passing went on as far as it was edited")]
    internal static partial void Failed(ILogger logger, Exception exception, string origin);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} mapping(s) were left open by the {Origin} and were ended for it; use 'using'")]
    internal static partial void MappingsLeftOpen(ILogger logger, int count, string origin);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A reader of {Types} messages does not keep up: the oldest are dropped from now on and counted in its Dropped")]
    internal static partial void MessagesDropped(ILogger logger, GstMessageType types);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} was forgotten while it was {State}: it is stopped now. Dispose it")]
    internal static partial void ElementForgotten(ILogger logger, string name, GstState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lines of GStreamer's debug log were dropped: {Overflow} because the loggers do not keep up, {Own} because a logger caused them itself")]
    internal static partial void LinesDropped(ILogger logger, long overflow, long own);
}
