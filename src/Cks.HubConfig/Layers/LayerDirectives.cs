using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The names that say what to do instead of being a value. Every name with $ is one of them or a mistake.</summary>
internal static class LayerDirectives
{
    public const string Patch = "$patch", Position = "$position", Add = "$add", Remove = "$remove", Lock = "$lock", SecretRef = "$secretRef", Schema = "$schema", Preserved = "$preserved";

    /// <summary>Names of permissions that the base leaves to the tenants.</summary>
    public const string Delegable = "delegable";

    public static readonly string[] All = [Add, Lock, Patch, Position, Preserved, Remove, Schema, SecretRef];

    public static bool IsDirective(string name) => name.StartsWith('$');

    /// <summary>Whether the object is a reference to a secret, which is one value and never looked into.</summary>
    public static bool IsSecret(SourceNode node) => node.Kind == JsonValueKind.Object && node.TryGet(SecretRef, out _);

    /// <summary>Whether the object puts values into a set or takes them out.</summary>
    public static bool IsSetChange(SourceNode node) => node.Kind == JsonValueKind.Object && (node.TryGet(Add, out _) || node.TryGet(Remove, out _));
}
