using System.Globalization;
using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <content>What a layer may not do, and what stays whatever a layer says.</content>
internal sealed partial class LayerMerge
{
    /// <summary>Name of the property by which any layer switches a feature off for good.</summary>
    public const string Kill = "kill";

    private static bool IsCombined(SourceNode node, LayerRule rule) => rule.IsLeast || rule.Guard is LayerGuard.Permission or LayerGuard.Endpoint or LayerGuard.EndpointReference or LayerGuard.Condition || node.Name == Kill;

    /// <summary>Two values of which not simply the later one counts.</summary>
    private LayeredValue Combine(LayeredValue old, SourceNode node, LayerRule rule)
    {
        if (rule.Guard is LayerGuard.Endpoint or LayerGuard.EndpointReference)
        {
            if (Layer.IsLimited && !IsSame(old.Source, node))
            {
                Overreach(node, $"{Subject} cannot re-point an endpoint: it is {old.Source.Text} ({old.Source.Location}).");
                return old;
            }

            return Over(old, node, ValueOperation.Replaced);
        }

        if (rule.Guard == LayerGuard.Condition)
        {
            if (!Layer.IsLimited || IsSame(old.Source, node))
                return Over(old, node, ValueOperation.Replaced);
            Overreach(node, $"{Subject} cannot change \"{node.Name}\": it is {old.Source.Text} ({old.Source.Location}).");
            return old;
        }

        if (rule.Guard == LayerGuard.Permission && Layer.Kind == HubLayerKind.Experiment)
        {
            Overreach(node, "An experiment does not touch permissions.");
            return old;
        }

        if (rule.Guard == LayerGuard.Permission && !IsBoolean(node))
        {
            diagnostics.Add(CksCodes.WrongKind, node, "A permission is true or false.", "Write true or false here.");
            return old;
        }

        var order = Compare(old.Source, node);
        if (order is null)
        {
            if (node.Name == Kill && old.Source.Kind == JsonValueKind.True)
            {
                Overrule(old, node, "A kill switch that is thrown stays thrown.");
                return old;
            }

            if (!rule.IsLeast)
                return Over(old, node, ValueOperation.Replaced);
            diagnostics.Add(CksCodes.WrongKind, node, "This value cannot be compared with the inherited one.", "Write a number, or true or false, as the layers below do.");
            return old;
        }

        // A kill switch that is thrown stays thrown; of everything else less is narrower.
        var narrowing = node.Name == Kill && rule is { IsLeast: false, Guard: LayerGuard.None } ? order : -order;
        if (narrowing == 0)
            return Over(old, node, ValueOperation.Replaced);
        if (narrowing > 0)
            return Over(old, node, ValueOperation.Narrowed);
        if (rule.Guard == LayerGuard.Permission && IsDelegated(node) && _layers[old.Layer].Kind <= HubLayerKind.Base)
            return Over(old, node, ValueOperation.Replaced);
        Overrule(old, node, "The layers below leave less, and less counts.");
        return old;
    }

    private bool IsDelegated(SourceNode permission) => Layer.Kind == HubLayerKind.Tenant && _delegable.Contains(permission.Name);

    private LayeredValue Over(LayeredValue old, SourceNode node, ValueOperation operation) => new(node, _at, operation) { Hides = old };

    private void Overrule(LayeredValue old, SourceNode node, string message)
    {
        diagnostics.Add(CksCodes.LayerOverruled, node, $"{message} See {old.Source.Location}.", "Take it out, or change it there.");
        old.Hides = new(node, _at, ValueOperation.Overruled) { Hides = old.Hides };
    }

    /// <summary>Whether the layer may bring in what the layers below do not have.</summary>
    private bool IsLeft(SourceNode node, LayerRule rule, LayeredValue? gone)
    {
        if (rule.Guard == LayerGuard.Permission)
        {
            if (Layer.Kind == HubLayerKind.Experiment)
                Overreach(node, "An experiment does not touch permissions.");
            else if (!IsBoolean(node))
                diagnostics.Add(CksCodes.WrongKind, node, "A permission is true or false.", "Write true or false here.");
            else if (!Layer.IsLimited || node.Kind == JsonValueKind.False || (IsDelegated(node) && (gone is null || _layers[gone.Layer].Kind <= HubLayerKind.Base)))
                return true;
            else
                diagnostics.Add(CksCodes.LayerOverruled, node, $"{Subject} cannot permit what the layers below do not leave.", "Name it in the base or in the role's layer.");
            return false;
        }

        if (rule.Guard != LayerGuard.Endpoint || !Layer.IsLimited || IsAlias(node))
            return true;
        Overreach(node, $"{Subject} cannot add an endpoint.");
        return false;
    }

    /// <summary>Checks a value that is taken whole.</summary>
    private void CheckGuard(SourceNode node, LayerRule rule)
    {
        if (rule.Guard == LayerGuard.EndpointReference && Layer.IsLimited && !_endpoints.Contains(node.Text ?? ""))
            Overreach(node, $"{Subject} cannot bring in an endpoint that the layers below do not name.");
        else if (rule.Guard is LayerGuard.Permissions or LayerGuard.Endpoints && node.Kind != JsonValueKind.Object && Layer.IsLimited)
            diagnostics.Add(CksCodes.WrongKind, node, "This is not an object.", "Write { } here.");
    }

    /// <summary>An address that the layers below have, by the name that a layer of version 1, which writes addresses out, gets for it: nothing new is reached (S22).</summary>
    private bool IsAlias(SourceNode endpoint) => endpoint is { Kind: JsonValueKind.String, Text: { } address } && endpoint.Name.StartsWith(HubMigrations.OwnEndpoint, StringComparison.Ordinal) && _addresses.Contains(address);

    private void Collect(LayeredValue root, SourceNode document)
    {
        Collect(root, rules.Root);
        if (document.TryGet("dataFetching", out var fetching) && fetching.TryGet("endpoints", out var endpoints))
            foreach (var alias in endpoints.Properties.Values.Where(IsAlias))
                _endpoints.Add(alias.Name);
    }

    // Everything by which the layers below name an endpoint.
    private void Collect(LayeredValue value, LayerRule rule)
    {
        if (rule.Guard is LayerGuard.Endpoint or LayerGuard.EndpointReference)
        {
            if (rule.Guard == LayerGuard.Endpoint)
                _endpoints.Add(value.Name);
            if (value.Source.Text is { } text)
                (rule.Guard == LayerGuard.Endpoint ? _addresses : _endpoints).Add(text);
        }

        if (!value.IsPlain)
            foreach (var child in value.Living())
                Collect(child, value.Kind == JsonValueKind.Object ? rule.Of(child.Name) : rule.OfItems);
    }

    private static bool HasKill(LayeredValue value) =>
        (value.Source.Name == Kill && value.Source.Kind == JsonValueKind.True) || (!value.IsPlain && value.Living().Any(HasKill));

    // Endpoints themselves; what names one may go with the part that it is of.
    private static bool HasEndpoint(LayeredValue value, LayerRule rule) => rule.Guard is LayerGuard.Endpoints or LayerGuard.Endpoint
        || (value is { IsPlain: false, Kind: JsonValueKind.Object } && value.Living().Any(c => HasEndpoint(c, rule.Of(c.Name))));

    /// <summary>Above 0 when the second is more than the first; <see langword="null"/> when the two cannot be compared.</summary>
    private static int? Compare(SourceNode one, SourceNode other)
    {
        if (IsBoolean(one) && IsBoolean(other))
            return (other.Kind == JsonValueKind.True).CompareTo(one.Kind == JsonValueKind.True);
        if (one.Kind != JsonValueKind.Number || other.Kind != JsonValueKind.Number)
            return null;
        return decimal.TryParse(one.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var a) && decimal.TryParse(other.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            ? b.CompareTo(a)
            : double.Parse(other.Text!, CultureInfo.InvariantCulture).CompareTo(double.Parse(one.Text!, CultureInfo.InvariantCulture));
    }

    private string Subject => Layer.Kind switch { HubLayerKind.Experiment => "An experiment", HubLayerKind.Preview => "A preview", _ => "A tenant" };

    private void Overreach(SourceNode node, string message) => diagnostics.Add(CksCodes.LayerOverreach, node, message, "Take it out.");

    private static bool IsBoolean(SourceNode node) => node.Kind is JsonValueKind.True or JsonValueKind.False;
}
