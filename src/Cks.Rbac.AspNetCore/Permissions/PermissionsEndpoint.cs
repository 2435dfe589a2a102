using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cks.Core;
using Cks.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// Answers what the subject of a request may do. Runs behind authentication and the guard, so a 304 comes after both. What is remembered is the tag alone, and by the subject itself: the permission cache hands
/// out the same one for as long as its context, policy, grants and ceilings stay, and nobody else's (S06).
/// </summary>
internal sealed class PermissionsEndpoint(IPolicyDecisionPoint decisions, IPolicyPlanner planner, SnapshotStore<Policy> policies, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private readonly EntityTag _tag = new();
    private readonly ConditionalWeakTable<Subject, Tag> _tags = [];

    public Task AnswerAsync(HttpContext context)
    {
        // Also where somebody wrote AllowAnonymous beside it.
        if (context.User.Identity?.IsAuthenticated != true)
            return ProblemWriter.WriteAsync(context, StatusCodes.Status401Unauthorized, CksCodes.TokenRejected, "not_authenticated", "Sign in first.");
        var subject = SubjectFeature.GetAsync(context, context.RequestServices.GetRequiredService<ISubjectFactory>());
        return subject.IsCompletedSuccessfully ? Answer(context, subject.Result) : WaitAsync(context, subject);
    }

    private async Task WaitAsync(HttpContext context, ValueTask<Subject> subject) => await Answer(context, await subject.ConfigureAwait(false)).ConfigureAwait(false);

    private Task Answer(HttpContext context, Subject subject)
    {
        var known = context.Request.Headers.IfNoneMatch;
        if (known.Count > 0 && _tags.TryGetValue(subject, out var remembered) && clock.GetUtcNow() < remembered.Until && EntityTag.IsIn(known, remembered.Value))
            return NotModified(context, remembered.Value);
        var made = clock.GetUtcNow();
        var body = Write(subject);
        var tag = _tag.Of(subject.Context, body.WrittenSpan);
        _tags.AddOrUpdate(subject, new(tag, made + Lifetime));
        if (known.Count > 0 && EntityTag.IsIn(known, tag))
            return NotModified(context, tag);
        SetHeaders(context, tag);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.WrittenCount;
        return context.Response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    private ArrayBufferWriter<byte> Write(Subject subject)
    {
        var capabilities = planner.PolicyOf(subject).Capabilities;
        var (asked, answers) = (capabilities.ToArray(), new Decision[capabilities.Count + 1]);
        // The default one is never permitted, and brings the version even where the policy declares nothing.
        decisions.Check(subject, [.. asked, default], answers);
        var version = answers[^1].PolicyVersion is var bound && bound != default ? bound : policies.Current.Version;
        var body = new ArrayBufferWriter<byte>(1_024);
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("policyVersion", version.ToString());
        json.WriteStartObject("capabilities");
        for (var i = 0; i < asked.Length; i++)
            json.WriteString(asked[i].Name, Word(subject, asked[i], answers[i]));
        json.WriteEndObject();
        // As RequireRoles lets them pass.
        json.WriteStartArray("roles");
        foreach (var role in RoleRequirement.RolesOf(subject, planner))
            json.WriteStringValue(role);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return body;
    }

    // What no row at all is permitted by is a no: a screen never promises more.
    private ReadOnlySpan<byte> Word(Subject subject, CapabilityId capability, Decision decision) => decision.Reason switch
    {
        DecisionReason.Permitted => "yes"u8,
        DecisionReason.NeedsResource when !planner.Plan(subject, capability).IsNothing => "row"u8,
        _ => "no"u8,
    };

    private static Task NotModified(HttpContext context, string tag)
    {
        SetHeaders(context, tag);
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    private static void SetHeaders(HttpContext context, string tag)
    {
        OwnAnswer.KeepFromStores(context);
        OwnAnswer.Mark(context.Response);
        context.Response.Headers.ETag = tag;
    }

    /// <summary>A tag and until when it may be remembered.</summary>
    private sealed record Tag(string Value, DateTimeOffset Until);
}
