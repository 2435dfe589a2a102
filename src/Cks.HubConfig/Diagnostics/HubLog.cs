using Microsoft.Extensions.Logging;

namespace Cks.HubConfig;

/// <summary>What becomes of asking for hub documents, of exposures, and of plugins.</summary>
internal static partial class HubLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "{Address} gave no hub document: {Problem}. What it gave before stays")]
    public static partial void NotAnswered(ILogger logger, string address, string problem);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "{Address} gives the hub document again")]
    public static partial void Answered(ILogger logger, string address);

    [LoggerMessage(EventId = 4020, Level = LogLevel.Warning, Message = "An experiment cannot be laid over the hub of {Role} of tenant {Tenant}, which has its hub without it: {Code} {Place} {Problem}")]
    public static partial void ExperimentLeftOut(ILogger logger, string role, string tenant, string code, string place, string problem);

    [LoggerMessage(EventId = 4021, Level = LogLevel.Warning, Message = "The exposure sink {Sink} failed, and was not told of one exposure")]
    public static partial void SinkFailed(ILogger logger, string sink, Exception exception);

    [LoggerMessage(EventId = 4022, Level = LogLevel.Debug, Message = "A view was handed out in {Variant} of the experiment {Experiment}, documents {Version}")]
    public static partial void Exposed(ILogger logger, string experiment, string variant, string version);

    [LoggerMessage(EventId = 4031, Level = LogLevel.Error, Message = "The plugin {Plugin} is not in use ({State}): {Problem} The fallback stands in place of its widgets")]
    public static partial void PluginNotInUse(ILogger logger, string plugin, HubPluginState state, string problem, Exception? exception);

    [LoggerMessage(EventId = 4033, Level = LogLevel.Warning, Message = "In the hub of {Role} of tenant {Tenant} the flags of {Plugins} do not go with what the tenant says, and are off: {Code} {Place} {Problem}")]
    public static partial void FlagsLeftOut(ILogger logger, string role, string tenant, string plugins, string code, string place, string problem);

    [LoggerMessage(EventId = 4032, Level = LogLevel.Warning, Message = "A data loader of the plugin {Plugin} gave no data ({Fault})")]
    public static partial void LoaderFailed(ILogger logger, string plugin, WidgetFault fault, Exception? exception);
}
