using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AspNetCore;

/// <summary>How the answers of one endpoint are written: which types are masked, and which rows tell what may be done with them. Thread-safe.</summary>
internal sealed class ResponseShape(
    IReadOnlyList<MaskedType> masks, IReadOnlyList<IRowCapabilitiesMetadata> rows, JsonSerializerOptions application, ResourceMaps maps, IPolicyDecisionPoint decisions, IPolicyPlanner planner)
{
    // Different sets of fields are as many as a policy has roles, and grants of fields come on top; past this they are made anew.
    private const int MostContracts = 256;

    private const string Json = "application/json; charset=utf-8";

    private readonly Type[] _rowTypes = [.. rows.Select(r => r.Type)];
    private readonly ConcurrentDictionary<MaskKey, ShapedContracts> _contracts = new();

    public IReadOnlyList<MaskedType> Masks => masks;

    public IReadOnlyList<IRowCapabilitiesMetadata> Rows => rows;

    /// <summary>How the application writes what has no shape.</summary>
    public JsonSerializerOptions Application => application;

    /// <summary>The contracts of somebody who may read nothing.</summary>
    public ShapedContracts Empty => ContractsOf(_ => default);

    /// <summary>Writes a value as the subject of the request may read it. Whatever has no masked type in it is an error, and nothing is written.</summary>
    public async Task WriteAsync(HttpContext context, object? value, Type? declared, string? contentType)
    {
        if (value is null)
        {
            await ClosedBody.Begin(context, contentType ?? Json).WriteAsync("null"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
            return;
        }

        var subject = await SubjectFeature.GetAsync(context, context.RequestServices.GetRequiredService<ISubjectFactory>()).ConfigureAwait(false);
        var contracts = ContractsOf(m => m.Read(planner, subject));
        if (rows.Count > 0)
        {
            var answers = new RowAnswers(decisions, subject);
            value = await DecideAsync(answers, contracts, value, declared, context.RequestAborted).ConfigureAwait(false);
            answers.MakeCurrent();
        }

        var info = InfoOf(contracts.Options, value, declared);
        if (!contracts.Masked.IsFrom(info.Type) && !(value is ProblemDetails or SerializableError && context.Response.StatusCode >= 400))
            throw new InvalidOperationException($"The endpoint masks {string.Join(" and ", masks.Select(m => m.Type.Name).Concat(_rowTypes.Select(t => t.Name)).Distinct())}, and answers {value.GetType()}, which has none in it. Answer refusals with a problem.");
        await JsonSerializer.SerializeAsync(ClosedBody.Begin(context, contentType ?? Json), value, info, context.RequestAborted).ConfigureAwait(false);
    }

    private ShapedContracts ContractsOf(Func<MaskedType, FieldSet> read)
    {
        var key = new MaskKey([.. masks.Select(read)]);
        if (_contracts.TryGetValue(key, out var known))
            return known;
        if (_contracts.Count >= MostContracts)
            _contracts.Clear();
        return _contracts.GetOrAdd(key, k => new(application, [.. masks.Zip(k.Sets, (m, set) => (m.Type, set))], _rowTypes, maps));
    }

    private async ValueTask<object> DecideAsync(RowAnswers answers, ShapedContracts contracts, object value, Type? declared, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
            value = row.Prepare(value, answers);
        if (value is not ProblemDetails and not SerializableError && !rows.Any(r => r.IsStream(value)))
        {
            var found = new RowFinder(contracts, _rowTypes).Find(value, declared ?? value.GetType());
            foreach (var row in rows)
                await row.CheckAsync(answers, [.. found.Where(row.Type.IsInstanceOfType)], cancellationToken).ConfigureAwait(false);
        }

        return value;
    }

    // The type as it is, or else, where contracts are generated and know only what the handler says, that.
    private static JsonTypeInfo InfoOf(JsonSerializerOptions options, object value, Type? declared)
    {
        if (options.TryGetTypeInfo(value.GetType(), out var info) || (declared is not null && declared.IsInstanceOfType(value) && options.TryGetTypeInfo(declared, out info)))
            return info;
        throw new InvalidOperationException($"Nothing says how {value.GetType()} is written to JSON, so it cannot be masked. Add [JsonSerializable] for it to the JsonSerializerContext of the application.");
    }

    /// <summary>Sets of fields, one for each mask.</summary>
    private readonly struct MaskKey(FieldSet[] sets) : IEquatable<MaskKey>
    {
        public FieldSet[] Sets => sets;

        public bool Equals(MaskKey other) => sets.AsSpan().SequenceEqual(other.Sets);

        public override bool Equals([NotNullWhen(true)] object? obj) => obj is MaskKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var set in sets)
                hash.Add(set);
            return hash.ToHashCode();
        }
    }
}

/// <summary>A type and the capabilities that its fields are asked for: shown is what all of them show.</summary>
internal sealed record MaskedType(Type Type, CapabilityId[] Capabilities)
{
    public FieldSet Read(IPolicyPlanner planner, Subject subject)
    {
        var read = planner.Fields(subject, Capabilities[0]).Read;
        foreach (var capability in Capabilities.AsSpan(1))
            read = read.Intersect(planner.Fields(subject, capability).Read);
        return read;
    }
}
