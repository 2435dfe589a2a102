namespace Cks.Rbac;

/// <summary>
/// What rules say about the fields of one capability. Fields are asked for without a row, so a conditional permit counts only where no other permits, and then
/// no field is shown that one of them hides; what a conditional deny hides is hidden on every row.
/// </summary>
/// <param name="permitted">Fields of unconditional permits; <see langword="null"/> when there is none.</param>
/// <param name="conditional">Fields that every conditional permit lists; <see langword="null"/> when there is none.</param>
/// <param name="denied">Fields that are hidden.</param>
internal sealed class FieldRules(FieldMask? permitted, FieldMask? conditional, FieldMask denied)
{
    private readonly FieldMask? _permitted = permitted;
    private readonly FieldMask? _conditional = conditional;
    private readonly FieldMask _denied = denied;

    public static FieldRules None { get; } = new(null, null, FieldMask.None);

    public FieldMask Effective { get; } = (permitted ?? conditional ?? FieldMask.None).Except(denied);

    public static FieldRules Of(CompiledRule rule) => rule switch
    {
        { IsDeny: true } => new(null, null, rule.Fields),
        { When: null } => new(rule.Fields, null, FieldMask.None),
        _ => new(null, rule.Fields, FieldMask.None),
    };

    public FieldRules And(FieldRules other) => new(
        _permitted is null ? other._permitted : _permitted.Union(other._permitted ?? FieldMask.None),
        _conditional is null ? other._conditional : other._conditional is null ? _conditional : _conditional.Intersect(other._conditional),
        _denied.Union(other._denied));
}
