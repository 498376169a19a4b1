using Microsoft.Extensions.Logging;

namespace GstMemInterop;

internal static partial class CallbackLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A handler threw in the {Origin}; the data passed on unchanged")]
    internal static partial void Failed(ILogger logger, Exception exception, string origin);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} mapping(s) were left open by the {Origin} and were ended for it; use 'using'")]
    internal static partial void MappingsLeftOpen(ILogger logger, int count, string origin);
}
