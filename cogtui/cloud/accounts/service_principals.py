"""The service principals that policies may name (IAM User Guide, "AWS service principals"): `lambda.amazonaws.com`...

DIFFERS: AWS has no list of them to read; here are those of the services that roles are commonly made for.
"""

from __future__ import annotations

import re

_SUFFIX = re.compile(r"(?P<name>[a-z0-9.-]+?)(?:\.(?P<region>[a-z]{2}(?:-[a-z]+)+-[0-9]))?\.amazonaws\.com(?:\.cn)?")

_LISTED = """
access-analyzer account acm acm-pca airflow airflow-env amplify apidestinations.events apigateway appconfig appfabric
appflow application-autoscaling application-insights application-signals.cloudwatch appmesh apprunner appstream
appstream.application-autoscaling appsync aps arc-zonal-shift athena auditmanager autoscaling autoscaling-plans
aws-artifact-account-sync backup backup-gateway batch batchoperations.s3 bcm-data-exports bedrock
bedrock-agentcore billingconductor braket budgets build.apprunner cassandra.application-autoscaling ce chatbot chime
cleanrooms cloud9 cloudformation cloudfront cloudhsm cloudsearch cloudtrail cloudwatch cloudwatch-crossaccount codeartifact
codebuild codecommit codeconnections codedeploy codeguru-reviewer codepipeline codestar codestar-notifications
codewhisperer cognito-identity cognito-idp cognito-sync comprehend compute-optimizer config
config-conforms config-multiaccountsetup connect controltower cost-optimization-hub cr.glue
custom-resource.application-autoscaling databrew datapipeline datasync datazone dax deadline delivery.logs detective
devicefarm devops-guru diode directconnect directoryservice dlm dms docdb-elastic drs ds dynamodb
dynamodb.application-autoscaling ebs ec2 ec2.application-autoscaling ec2fleet ec2scheduled ecr ecs
ecs-tasks ecs.application-autoscaling edgelambda eks eks-fargate eks-fargate-pods eks-nodegroup elasticache
elasticache.application-autoscaling elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce
elastictranscoder email.cognito-idp emr-containers emr-serverless entityresolution es events evidently finspace firehose fis
fms forecast frauddetector freertos fsx gamelift glacier globalaccelerator glue grafana greengrass groundstation
guardduty health healthlake honeycode identitystore imagebuilder importexport inspector inspector2
internetmonitor iot iotanalytics iotevents iotfleetwise iotsitewise iottwinmaker ivs jellyfish kafka kafkaconnect kendra
kinesis kinesisanalytics kms lakeformation lambda lex lexv2 license-manager lightsail logdelivery.elasticloadbalancing
logger.cloudfront logging.s3 logs lookoutmetrics m2 macie macie2 maintenance.s3 malware-protection-plan.guardduty
managedblockchain mediaconnect mediaconvert medialive mediapackage mediastore mediatailor
member.org.stacksets.cloudformation memorydb mgn migrationhub ml monitoring monitoring.rds mq mwaa
neptune network-firewall networkmanager omics opensearchservice opsworks opsworks-cm organizations osis outposts panorama
personalize pinpoint pipes pods.eks polly pricingplanmanager private-networks purchaseorders q qbusiness qldb quicksight
ram rds redshift redshift-serverless rekognition replicator.lambda
reporting.trustedadvisor resiliencehub resource-explorer-2 resource-groups robomaker rolesanywhere route53 route53domains
route53resolver rum s3 s3-outposts s3.data-source.lustre.fsx sagemaker sagemaker.application-autoscaling scheduler
schemas secretsmanager securityhub securitylake serverlessrepo servicecatalog servicediscovery ses shield signin
simspaceweaver sms sms-voice snowball sns spot spotfleet sqs ssm ssm-guiconnect ssm-incidents ssm-quicksetup
ssm-sap sso stacksets.cloudformation states storagegateway streams.metrics.cloudwatch sts sumerian support swf synthetics
tagpolicies.tag tasks.apprunner textract timestream transcribe transcribe.streaming transfer transitgateway translate
trustedadvisor verifiedpermissions vmie voiceid vpc-flow-logs vpc-lattice waf waf-regional wafv2 wam wellarchitected
workdocs worklink workmail workspaces workspaces-web xray
"""

_NAMES = frozenset(_LISTED.split())


def is_service(principal: str) -> bool:
    """Tell whether a text is an AWS service's principal, plain or regional (`logs.eu-west-1.amazonaws.com`)."""
    found = _SUFFIX.fullmatch(principal)
    return found is not None and found["name"] in _NAMES
