"""Completes the answers about networks and caches, as completions.py does for the rest."""

import re
from xml.sax.saxutils import escape

from ministack.services import ec2, elasticache


def complete_endpoints():
    """What an endpoint was made with beyond its routes and subnets is forgotten: policy, groups, private names."""
    create, modify, fields = ec2._create_vpc_endpoint, ec2._modify_vpc_endpoint, ec2._vpce_fields_xml

    def remember(endpoint, p):
        if ec2._p(p, "PolicyDocument"):
            endpoint["PolicyDocument"] = ec2._p(p, "PolicyDocument")
        if ec2._p(p, "PrivateDnsEnabled"):
            endpoint["PrivateDnsEnabled"] = ec2._p(p, "PrivateDnsEnabled")
        groups = ec2._parse_member_list(p, "SecurityGroupId")
        added = ec2._parse_member_list(p, "AddSecurityGroupId")
        removed = ec2._parse_member_list(p, "RemoveSecurityGroupId")
        kept = [group for group in endpoint.get("Groups", []) if group not in removed]
        endpoint["Groups"] = groups or [*kept, *added]

    def create_endpoint(p):
        before = set(ec2._vpc_endpoints)
        create(p)
        made = next(endpoint for endpoint in set(ec2._vpc_endpoints) - before)
        remember(ec2._vpc_endpoints[made], p)
        answer = ec2._vpce_fields_xml(ec2._vpc_endpoints[made], tag="vpcEndpoint")
        return ec2._xml(200, "CreateVpcEndpointResponse", answer)

    def modify_endpoint(p):
        endpoint = ec2._vpc_endpoints.get(ec2._p(p, "VpcEndpointId"))
        if endpoint is not None:
            remember(endpoint, p)
        return modify(p)

    def complete_fields(endpoint, tag="item"):
        groups = "".join(f"<item><groupId>{group}</groupId></item>" for group in endpoint.get("Groups", []))
        more = (
            f"<policyDocument>{escape(endpoint.get('PolicyDocument', ''))}</policyDocument>"
            f"<privateDnsEnabled>{endpoint.get('PrivateDnsEnabled', 'false')}</privateDnsEnabled>"
            f"<groupSet>{groups}</groupSet>"
            "<ipAddressType>ipv4</ipAddressType><dnsOptions><dnsRecordIpType>ipv4</dnsRecordIpType></dnsOptions>"
        )
        return fields(endpoint, tag).replace("</ownerId>", f"</ownerId>{more}")

    ec2._vpce_fields_xml = complete_fields
    ec2._ACTION_MAP["CreateVpcEndpoint"] = create_endpoint
    ec2._ACTION_MAP["ModifyVpcEndpoint"] = modify_endpoint


def complete_replication_groups():
    """The key that encrypts a replication group is forgotten."""
    create, answer = elasticache._create_replication_group, elasticache._rg_xml

    def create_group(p):
        created = create(p)
        group = elasticache._replication_groups.get(elasticache._p(p, "ReplicationGroupId"))
        if group is not None:
            group["KmsKeyId"] = elasticache._p(p, "KmsKeyId")
        return created

    def complete_answer(group):
        key = group.get("KmsKeyId")
        return answer(group) + (f"<KmsKeyId>{key}</KmsKeyId>" if key else "")

    elasticache._create_replication_group = create_group
    elasticache._rg_xml = complete_answer


def complete_cache_parameters():
    """Asked for the parameters that a user has set, AWS leaves out those that are as they come."""
    describe = elasticache._describe_cache_parameters

    def describe_parameters(p):
        status, headers, body = describe(p)
        if elasticache._p(p, "Source") == "user" and status == 200:
            text = body.decode() if isinstance(body, bytes) else body
            text = re.sub(
                r"<Parameter>(?:(?!</Parameter>).)*</Parameter>",
                lambda found: found[0] if "<Source>user</Source>" in found[0] else "",
                text,
            )
            body = text.encode() if isinstance(body, bytes) else text
        return status, headers, body

    elasticache._describe_cache_parameters = describe_parameters


def complete_prefix_lists():
    """A security group's rule that names a prefix list, as gateway endpoints have one, loses it."""
    parse, fields = ec2._parse_ip_permissions, ec2._sg_rule_xml

    def parse_permissions(parameters, prefix):
        rules = parse(parameters, prefix)
        for index, rule in enumerate(rules, start=1):
            given = ec2._p(parameters, f"{prefix}.{index}.PrefixListIds.1.PrefixListId")
            if given:
                description = ec2._p(parameters, f"{prefix}.{index}.PrefixListIds.1.Description")
                rule["PrefixListIds"] = [{"PrefixListId": given, "Description": description}]
        return rules

    def complete_fields(group, rule, is_egress=False):
        answer = fields(group, rule, is_egress)
        for prefix_list in rule.get("PrefixListIds", []):
            description = escape(prefix_list["Description"])
            more = f"<prefixListId>{prefix_list['PrefixListId']}</prefixListId><description>{description}</description>"
            answer = answer.replace("</toPort>", f"</toPort>{more}")
        return answer

    ec2._parse_ip_permissions = parse_permissions
    ec2._sg_rule_xml = complete_fields


def complete_networks():
    complete_prefix_lists()
    complete_endpoints()
    complete_replication_groups()
    complete_cache_parameters()
