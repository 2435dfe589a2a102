using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;

namespace Cks.Scope;

/// <summary>Writes events by the model in a <see cref="SnapshotStore{T}"/>. Thread-safe.</summary>
internal sealed class ActivityLog(SnapshotStore<ScopeModel> models, IPolicyPlanner planner, TimeProvider time) : IActivityLog
{
    private static readonly Table Table = ActivityTables.Activities;

    public async Task<string> WriteAsync(SqlTransaction transaction, ActivityEvent happened, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(happened);
        var model = models.Current.Value;
        model.RefuseGuarded("Audiences");
        if (model.ActivitySource is not AudienceSource)
            throw new InvalidOperationException("The scope model names a table of the application as \"activityTable\"; write events there.");
        if (!model.Activities.TryGetValue(happened.Type, out var type))
            throw new ArgumentException($"The scope model declares no activity \"{happened.Type}\".", nameof(happened));
        if (!model.TryGetEntity(happened.TargetEntity, out var target))
            throw new ArgumentException($"The scope model declares no entity \"{happened.TargetEntity}\".", nameof(happened));
        var (id, at) = NewId();
        var audience = await new AudienceFinder(model, planner, time, transaction).FindAsync(type, happened, target, cancellationToken).ConfigureAwait(false);
        List<Write> writes =
        [
            Acted(New(Table, happened), happened)
                .Set(Table.Column<string>("activity_id"), id)
                .Set(Table.Column<string>("type"), type.Name)
                .Set(Table.Column<string>("actor_id"), happened.Actor.Code)
                .Set(Table.Column<string>("actor_role"), happened.Actor.Roles.Count == 0 ? "" : happened.Actor.Roles[0])
                .Set(Table.Column<string>("target_id"), happened.Target)
                .Set(Table.Column<string>("target_type"), target.Name)
                .Set(Table.Column<string>("description"), happened.Description)
                .Set(Table.Column<string>("ids"), Json(happened.Ids))
                .Set(Table.Column<DateTimeOffset>("created_at"), at),
            .. audience.Order(StringComparer.Ordinal).Select(who => New(ActivityTables.Audience, happened)
                .Set(ActivityTables.Audience.Column<string>("audience"), who)
                .Set(ActivityTables.Audience.Column<DateTimeOffset>("created_at"), at)
                .Set(ActivityTables.Audience.Column<string>("activity_id"), id)),
        ];
        await transaction.ExecuteAsync(writes, cancellationToken).ConfigureAwait(false);
        return id;
    }

    // Where somebody acts in another's place the row names both (S12). Only then, so that a table without the column is good for everybody else.
    private static Write Acted(Write row, ActivityEvent happened) => happened.Actor.Actor is { Length: > 0 } actor ? row.Set(Table.Column<string?>("acted_by"), actor) : row;

    private static Write New(Table table, ActivityEvent happened) =>
        Write.Insert(table).Set(table.Column<string>("tenant_id"), happened.Actor.Tenant.Value).Set(table.Column<bool>("is_test"), happened.Actor.IsTest);

    // Of microseconds, because PostgreSQL keeps no finer time; the id grows with time, so that events of one moment keep an order.
    private (string Id, DateTimeOffset At) NewId()
    {
        var now = time.GetUtcNow();
        var at = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        return (Guid.CreateVersion7(at).ToString("N"), at);
    }

    private static string Json(IReadOnlyDictionary<string, string?> ids)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, code) in ids.Where(i => i.Value is not null).OrderBy(i => i.Key, StringComparer.Ordinal))
                json.WriteString(name, code);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
