using Microsoft.Extensions.Logging;

namespace Cks.Rbac.AuthZen;

/// <summary>Decides questions. What cannot be asked about, unknown or not the caller's to know, is denied like everything else.</summary>
internal sealed partial class Evaluator(AuthZenModel model, KnownEntities known, IPolicyDecisionPoint decisions, ILogger<Evaluator> log)
{
    /// <summary>The answers in the order of the questions; <see langword="false"/> for one that could not be read.</summary>
    public async ValueTask<bool[]> DecideAsync(Asking asking, IReadOnlyList<Question?> questions, CancellationToken cancellationToken)
    {
        var answers = new bool[questions.Count];
        var allowed = questions.OfType<Question>().Where(q => asking.Caller.MayAskAbout(q.Subject!.Type, q.Resource!.Type)).ToArray();
        var subjects = await known.SubjectsAsync(asking, allowed.Select(q => q.Subject!), cancellationToken).ConfigureAwait(false);
        var resources = await known.ResourcesAsync(asking, allowed.Select(q => q.Resource!), cancellationToken).ConfigureAwait(false);
        // Each relation is asked for once for all resources of one subject and capability.
        var groups = new Dictionary<(Subject, CapabilityId), List<(int Index, AuthZenResource Resource)>>();
        for (var i = 0; i < answers.Length; i++)
        {
            if (questions[i] is not { Subject: { } who, Action: { } action, Resource: { } what } question || !asking.Caller.MayAskAbout(who.Type, what.Type)
                || !subjects.TryGetValue((who.Type, who.Id), out var subject) || !resources.TryGetValue((what.Type, what.Id), out var stored)
                || model.TypeOf(what.Type)?.TryFind(action.Name, out var capability) != true)
            {
                LogUnknown(log);
                continue;
            }

            if (!groups.TryGetValue((subject, capability), out var group))
                groups[(subject, capability)] = group = [];
            group.Add((i, new(stored, question, asking.Caller.Asserted[what.Type])));
        }

        foreach (var ((subject, capability), group) in groups)
        {
            var made = await decisions.CheckAllAsync(subject, capability, [.. group.Select(g => g.Resource)], cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < group.Count; i++)
            {
                answers[group[i].Index] = made[i].IsPermitted;
                Log(capability, made[i]);
            }
        }

        return answers;
    }

    private void Log(CapabilityId capability, Decision decision)
    {
        if (decision.IsPermitted)
            LogPermitted(log, capability.Name, decision.Rule ?? "none", decision.PolicyVersion.ToString());
        else if (log.IsEnabled(LogLevel.Information))
            LogDenied(log, capability.Name, decision.Reason.ToText(), decision.Rule ?? "none", decision.PolicyVersion.ToString());
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Debug, Message = "AuthZEN permitted {Capability}; rule {Rule}, policy {PolicyVersion}")]
    private static partial void LogPermitted(ILogger logger, string capability, string rule, string policyVersion);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Information, Message = "AuthZEN denied {Capability}: {Reason}; rule {Rule}, policy {PolicyVersion}")]
    private static partial void LogDenied(ILogger logger, string capability, string reason, string rule, string policyVersion);

    [LoggerMessage(EventId = 2103, Level = LogLevel.Information, Message = "AuthZEN denied a question about what is unknown, or not the caller's to ask about")]
    private static partial void LogUnknown(ILogger logger);
}
